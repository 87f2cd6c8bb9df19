using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Extract;

/// <summary>raw-ledgers → the topics of some datasets, and transactions → token transfers: rows and offsets in one transaction.</summary>
internal sealed class ExtractWorker(
    int unitOfProcess,
    ClientFactory clients,
    IOptions<ExtractOptions> extractOptions,
    IOptions<NetworkOptions> networkOptions,
    IOptions<SelectionOptions> selectionOptions,
    Fleet fleet,
    Health health,
    ILogger<ExtractWorker> log) : Worker(fleet)
{
    private readonly ExtractOptions _options = extractOptions.Value;
    private readonly Network _network = networkOptions.Value.ToNetwork();
    private readonly RawLedgerChains _chains = new(networkOptions.Value.ToNetwork().Name);
    private readonly Selection _selection = selectionOptions.Value.ToSelection();
    private readonly TransferMessages? _transfers = extractOptions.Value.Datasets.Contains(TransferMessages.Dataset)
        ? new(networkOptions.Value.ToNetwork(), selectionOptions.Value.ToSelection(), extractOptions.Value.VerifyOneIn)
        : null;

    private string Name => $"unit {unitOfProcess}";

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        TransactionalUnitSettings settings = Settings();
        using var unit = new TransactionalUnit(clients, settings);
        using var extraction = new Extraction(_network, FromLedgers, _selection);
        using MessageAttempts? attempts = _options.State is { } folder ? new MessageAttempts(folder, _options.NameOn(_network)) : null;
        log.ExtractStarts(
            string.Join(", ", settings.Outputs.Select(output => output.Name)),
            string.Join(", ", settings.Outputs.Select(output => output.Input).Distinct()),
            string.Join(", ", settings.Outputs.Select(output => output.Group)));

        using IDisposable life = health.Watch(Name);
        foreach (TopicMessage message in _options.ToEnd ? unit.ReadToEnd(stop) : unit.Read(stop))
        {
            try
            {
                string[] outputs = [.. unit.Outputs];
                Extracted extracted = attempts is null ? Made(message, extraction, outputs) : attempts.Guard(message.Position, () => Made(message, extraction, outputs));
                if (extracted.Refusals.Count == 0 || SetAside(unit, message, [.. extracted.Refusals.Keys], [.. extracted.Refusals.Values])) unit.Send(extracted.Messages);
                if (log.IsEnabled(LogLevel.Debug)) log.LedgerExtracted(message.Identity().Ledgers.First, $"{message.Position}");
            }
            catch (Exception bad) when (Failures.IsSetAside(bad, InputOf(message)))
            {
                PassOver(message);
                SetAside(unit, message, [.. unit.Outputs], [bad]);
            }
            catch (UnknownProtocolException unknown)
            {
                throw unknown.At($"{message.Position}"); // so are all ledgers after it: nothing is set aside
            }

            unit.Holds = _transfers is not null && unit.Partitions.Any(_transfers.AwaitsMoreOf);
        }

        _transfers?.Dispose();
    }

    // Token transfers are made of transactions, which have all that they need; whatever else there is, of the ledger itself.
    private IEnumerable<string> FromLedgers => _options.Datasets.Where(name => name != TransferMessages.Dataset);

    private IEnumerable<UnitOutput> Outputs =>
    [
        .. Extraction.OutputsOf(FromLedgers, _selection).Select(dataset => OutputOf(dataset, RawLedgers.Contract.TopicOn(_network.Name))),
        .. _transfers is not null ? [OutputOf(Catalog.Find(TransferMessages.Dataset), _transfers.Input)] : (UnitOutput[])[],
    ];

    private UnitOutput OutputOf(Dataset dataset, string input) =>
        new(input, _options.GroupOn(_network, dataset.Name), DatasetTopic.On(dataset, _network.Name));

    private Extracted Made(TopicMessage message, Extraction extraction, string[] outputs)
    {
        FaultPoint.Reach($"extract.message/{message.Position.Partition}/{message.Position.Offset}");
        if (IsFirst(message)) ReadingBegins(message.Position.TopicPartition, null);
        return message.Position.Topic == _transfers?.Input
            ? new(_transfers.Of(message), new Dictionary<string, Exception>())
            : extraction.Of(message, _chains.Of(message.Position.TopicPartition), outputs);
    }

    /// <summary>Whether the operator has said that this message need not follow any.</summary>
    private bool IsFirst(TopicMessage message) =>
        _options.From is { } from && message.Identity() is { Part: null or { Index: 1 } } identity && identity.Ledgers.First == from;

    private static bool SetAside(TransactionalUnit unit, TopicMessage message, string[] outputs, Exception[] why) =>
        unit.DeadLetter(message, outputs, string.Join(" ", why.Select(bad => bad.Message).Distinct()), why.OfType<LedgerRefusedException>().FirstOrDefault()?.LedgerSequence);

    private TopicContract InputOf(TopicMessage message) =>
        message.Position.Topic == _transfers?.Input ? Contracts.Of(Catalog.Find("transactions")) : RawLedgers.Contract;

    private void PassOver(TopicMessage message)
    {
        if (message.Position.Topic == _transfers?.Input) _transfers.PassOver(message);
        else _chains.PassOver(message);
    }

    private void ReadingBegins(TopicPartition partition, TopicMessage? before)
    {
        if (partition.Topic == _transfers?.Input) _transfers.Begin(partition.Partition, before);
        else _chains.Begin(partition.Partition, before);
    }

    /// <summary>A dataset goes on by the ledgers in its topic: none may be missing between the last one there and the next of its input.</summary>
    private void Follows(UnitOutput output, uint last, TopicMessage next)
    {
        uint first = next.Identity().Ledgers.First;
        uint expected = RawLedgers.Contract.NextInPartition(last);
        if (first == expected || first == _options.From || last + 1 == _options.From) return;
        throw new BrokenChainException(
            $"{output.Topic.Name} ends with ledger {last} in partition {next.Position.Partition}, and {next.Position} is the next one of its input, with ledger {first}, where ledger {expected} should be: "
            + $"the ledgers between are not in the input. Write them there again, or say with --from {first} that they are left out on purpose; nothing was written past the last one.");
    }

    private TransactionalUnitSettings Settings() => new()
    {
        Outputs = [.. Outputs],
        From = _options.From,
        TransactionalId = _options.WriterOn(_network, unitOfProcess),
        Network = _network.Name,
        Code = CodeVersion.Text,
        Turns = () => health.Turns(Name),
        Standing = why => health.Standing(Name, why),
        Paused = (partition, isPaused) => health.Standing($"{partition}", isPaused ? "too many of its messages cannot be read; it is paused until the worker is started anew" : null),
        ReadingBegins = ReadingBegins,
        Follows = Follows,
    };
}
