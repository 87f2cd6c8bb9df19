using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RawLedger = KafkaStellar.Lake.RawLedger;

namespace KafkaStellar.Workers.Source;

/// <summary>A data lake (SEP-54) → raw-ledgers. The topic is its memory: it goes on after the last ledger there.</summary>
internal sealed class SourceWorker(
    OpenLedgerTopic openTopic,
    IOptions<SourceOptions> sourceOptions,
    IOptions<NetworkOptions> networkOptions,
    SourceProgress progress,
    Fleet fleet,
    Health health,
    ILogger<SourceWorker> log) : Worker(fleet)
{
    private readonly SourceOptions _options = sourceOptions.Value;
    private readonly Network _network = networkOptions.Value.ToNetwork();
    private string _topicId = "";

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        using var lake = new SourceLake(_options, _network, health, log, stop);
        using ILedgerTopic topic = openTopic(_network.Name);
        var messages = new RawLedgerMessages(_network);
        _topicId = topic.Id;
        var seam = new TopicSeam(topic.Name, _network.Name, topic.ReadEnd(stop));
        if (new SourceRange(_options, topic, seam, lake).DecideAsync(Begin(seam), stop).GetAwaiter().GetResult() is not (uint next, uint to))
        {
            HasNothingToDo(seam);
            return;
        }

        log.SourceStarts(topic.Name, next, _options.Follow ? "whatever comes" : $"{to}", _options.Lake);
        foreach (LakeObject? found in lake.Read(next, to, stop))
        {
            if (found is null)
            {
                Commit(topic, next - 1, stop); // all there is was sent
                continue;
            }

            using (found)
            {
                foreach (RawLedger ledger in found.Ledgers.Where(ledger => ledger.Sequence >= next && ledger.Sequence <= to))
                {
                    seam.Verify(ledger);
                    OutgoingMessage message = messages.Of(found, ledger);
                    progress.Wait(message.Value.Length, () => Commit(topic, ledger.Sequence - 1, stop), stop);
                    topic.Send(message, stop);
                    log.LedgerSent(ledger.Sequence, topic.Name);
                    if (topic.IsSpent) Commit(topic, ledger.Sequence, stop);
                    next = ledger.Sequence + 1;
                }
            }
        }

        Commit(topic, to, stop);
        progress.Done();
        log.SourceDone(topic.Name, to);
    }

    // Where the topic says to begin, or whoever knows better; null where nothing does.
    private uint? Begin(TopicSeam seam)
    {
        if (seam is { Doubt: null, Last: uint last }) log.SourceResumes(seam.Topic, last);
        if (seam.Doubt is not { } doubt) return seam.Last + 1 ?? _options.From;
        uint from = seam.Believe(_options.From);
        log.SourceBelieves(seam.Topic, from, doubt);
        return from;
    }

    private void HasNothingToDo(TopicSeam seam)
    {
        uint last = seam.Last!.Value;
        progress.Committed(last);
        progress.Done();
        log.SourceHasNothingToDo(seam.Topic, _options.From is null ? $"the ledgers up to {_options.To ?? last}" : $"ledgers {_options.From} to {_options.To ?? last}");
    }

    private void Commit(ILedgerTopic topic, uint last, CancellationToken stop)
    {
        using (health.Watch("the commit"))
        {
            VerifyIsTheSame(topic);
            topic.Commit(stop);
        }

        progress.Committed(last);
    }

    // A topic that was made anew lacks what this source wrote before: nothing more may go there.
    private void VerifyIsTheSame(ILedgerTopic topic)
    {
        if (topic.Id == _topicId) return;
        throw new TopicsException(
            $"{topic.Name} was deleted and made anew while its source ran; nothing of the open transaction is visible there. Start the source again: it begins with the "
            + "lake's first ledger, or with the one that --from names.");
    }
}
