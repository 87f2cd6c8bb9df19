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
    private readonly Dictionary<int, LedgerChain> _chains = [];
    private readonly Selection _selection = selectionOptions.Value.ToSelection();
    private readonly TransferMessages? _transfers = extractOptions.Value.Datasets.Contains(TransferMessages.Dataset)
        ? new(networkOptions.Value.ToNetwork(), selectionOptions.Value.ToSelection(), extractOptions.Value.VerifyOneIn)
        : null;

    private string Name => $"unit {unitOfProcess}";

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        using var unit = new TransactionalUnit(clients, Settings());
        using var extraction = new Extraction(_network, _options.Datasets.Where(name => name != TransferMessages.Dataset), _selection);
        using MessageAttempts? attempts = _options.State is { } folder ? new MessageAttempts(folder, _options.GroupOn(_network)) : null;
        log.ExtractStarts(string.Join(", ", _options.Datasets), string.Join(", ", Inputs), _options.GroupOn(_network));

        using IDisposable life = health.Watch(Name);
        foreach (TopicMessage message in _options.ToEnd ? unit.ReadToEnd(stop) : unit.Read(stop))
        {
            try
            {
                unit.Send(attempts is null ? Made(message, extraction) : attempts.Guard(message.Position, () => Made(message, extraction)));
                if (log.IsEnabled(LogLevel.Debug)) log.LedgerExtracted(message.Identity().Ledgers.First, $"{message.Position}");
            }
            catch (Exception bad) when (Extraction.IsBadMessage(bad))
            {
                ReadingBegins(message.Position.TopicPartition);
                unit.DeadLetter(message, bad.Message, (bad as LedgerRefusedException)?.LedgerSequence);
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
    private string[] Inputs =>
    [
        .. _options.Datasets.Any(name => name != TransferMessages.Dataset) ? [RawLedgers.Contract.TopicOn(_network.Name)] : (string[])[],
        .. _transfers is not null ? [_transfers.Input] : (string[])[],
    ];

    private IReadOnlyList<OutgoingMessage> Made(TopicMessage message, Extraction extraction)
    {
        FaultPoint.Reach($"extract.message/{message.Position.Partition}/{message.Position.Offset}");
        return message.Position.Topic == _transfers?.Input ? _transfers.Of(message) : extraction.Of(message, ChainOf(message));
    }

    private void ReadingBegins(TopicPartition partition)
    {
        if (partition.Topic == _transfers?.Input) _transfers.Forget(partition.Partition);
        else _chains.Remove(partition.Partition);
    }

    private LedgerChain ChainOf(TopicMessage message)
    {
        if (!_chains.TryGetValue(message.Position.Partition, out LedgerChain? chain))
            _chains[message.Position.Partition] = chain = new LedgerChain(message.Position.TopicPartition, RawLedgers.Contract);
        return chain;
    }

    private TransactionalUnitSettings Settings() => new()
    {
        Inputs = Inputs,
        Group = _options.GroupOn(_network),
        TransactionalId = $"{_options.GroupOn(_network)}-{_options.Slot * _options.Units + unitOfProcess}",
        Network = _network.Name,
        Code = CodeVersion.Text,
        Turns = () => health.Turns(Name),
        Standing = why => health.Standing(Name, why),
        Paused = (partition, isPaused) => health.Standing($"{partition}", isPaused ? "too many of its messages cannot be read; it is paused until the worker is started anew" : null),
        ReadingBegins = ReadingBegins,
    };
}
