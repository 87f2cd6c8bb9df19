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
    ClientFactory clients,
    IOptions<SourceOptions> sourceOptions,
    IOptions<NetworkOptions> networkOptions,
    SourceProgress progress,
    Fleet fleet,
    Health health,
    ILogger<SourceWorker> log) : Worker(fleet)
{
    // A transaction's worth: at most this many ledgers come again after an abort, and a reader waits at most this long for one.
    private const int LedgersPerCommit = 100;
    private const long BytesPerCommit = 8L << 20;
    private static readonly TimeSpan AgeOfCommit = TimeSpan.FromMilliseconds(500);

    private readonly SourceOptions _options = sourceOptions.Value;
    private readonly Network _network = networkOptions.Value.ToNetwork();

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        using LedgerLake lake = OpenLake(stop);
        using var writer = new TransactionalWriter(
            clients, $"kafkastellar-source-{_network.Name}", RawLedgers.Contract.Compression, why => health.Standing("the source", why));
        var messages = new RawLedgerMessages(_network);
        OwnTopic topic = RawLedgers.On(_network.Name);
        var seam = new TopicSeam(topic, writer.ReadEnd(topic, stop));
        if (seam is { Doubt: null, Last: uint last }) log.SourceResumes(topic.Name, last);
        (uint next, uint to) = Range(lake, seam, stop);
        log.SourceStarts(topic.Name, next, _options.Follow ? "whatever comes" : $"{to}", _options.Lake);
        foreach (LakeObject? found in Objects(lake, next, to, stop))
        {
            if (found is null)
            {
                Commit(writer, next - 1, stop); // all there is was sent
                continue;
            }

            using (found)
            {
                foreach (RawLedger ledger in found.Ledgers.Where(ledger => ledger.Sequence >= next && ledger.Sequence <= to))
                {
                    seam.Verify(ledger);
                    OutgoingMessage message = messages.Of(found, ledger);
                    progress.Wait(message.Value.Length, () => Commit(writer, ledger.Sequence - 1, stop), stop);
                    writer.Send(message, stop);
                    log.LedgerSent(ledger.Sequence, topic.Name);
                    if (IsSpent(writer)) Commit(writer, ledger.Sequence, stop);
                    next = ledger.Sequence + 1;
                }
            }
        }

        Commit(writer, to, stop);
        progress.Done();
        log.SourceDone(topic.Name, to);
    }

    private LedgerLake OpenLake(CancellationToken stop)
    {
        var options = new LedgerLakeOptions { PollInterval = _options.PollInterval, Layout = _options.Layout };
        LedgerLake lake = LedgerLake.OpenAsync(new FolderStore(_options.Lake), options, stop).GetAwaiter().GetResult();
        if (lake.Manifest is { } manifest && manifest.NetworkPassphrase != _network.Passphrase)
        {
            lake.Dispose();
            throw new LedgerFileException($"{_options.Lake}/{LakeManifest.Key}", null, null,
                $"the lake is of the network with the passphrase \"{manifest.NetworkPassphrase}\", not of {_network.Name}", "Name the lake's network, or another lake.");
        }

        return lake;
    }

    // What to read: nothing, with a first after the last, where all of it is in the topic already.
    private (uint First, uint To) Range(LedgerLake lake, TopicSeam seam, CancellationToken stop)
    {
        uint first = Begin(seam) ?? lake.FirstAsync(stop).GetAwaiter().GetResult()
            ?? throw new LedgerFileException(_options.Lake, null, null, "the lake is empty", "Check that the path is a lake's root.");
        if (_options.From > first) throw seam.Gap(_options.From.Value);
        if (_options.Follow) return (first, uint.MaxValue);

        return (first, _options.To ?? lake.LatestAsync(stop).GetAwaiter().GetResult() ?? first);
    }

    // Where the topic says to begin, or whoever knows better; null where nothing does.
    private uint? Begin(TopicSeam seam)
    {
        if (seam.Doubt is not { } doubt) return seam.Last + 1 ?? _options.From;
        uint from = seam.Believe(_options.From);
        log.SourceBelieves(seam.Topic, from, doubt);
        return from;
    }

    private IEnumerable<LakeObject?> Objects(LedgerLake lake, uint first, uint to, CancellationToken stop) =>
        _options.Follow ? lake.FollowAsync(first, TimeProvider.System, stop).ToBlockingEnumerable(stop)
        : first <= to ? lake.ReadAsync(first, to, stop).ToBlockingEnumerable(stop)
        : [];

    private static bool IsSpent(TransactionalWriter writer) =>
        writer.OpenMessages >= LedgersPerCommit || writer.OpenBytes >= BytesPerCommit || writer.OpenFor >= AgeOfCommit;

    private void Commit(TransactionalWriter writer, uint last, CancellationToken stop)
    {
        using (health.Watch("the commit")) writer.Commit(stop: stop);
        progress.Committed(last);
    }
}
