using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Extract;

/// <summary>raw-ledgers → the topics of some datasets: rows and offsets in one transaction.</summary>
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

    private string Name => $"unit {unitOfProcess}";

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        using var unit = new TransactionalUnit(clients, Settings());
        using var extraction = new Extraction(_network, _options.Datasets, selectionOptions.Value.ToSelection());
        log.ExtractStarts(string.Join(", ", _options.Datasets), RawLedgers.Contract.TopicOn(_network.Name), _options.GroupOn(_network));

        using IDisposable life = health.Watch(Name);
        foreach (TopicMessage message in _options.ToEnd ? unit.ReadToEnd(stop) : unit.Read(stop))
        {
            try
            {
                unit.Send(extraction.Of(message, ChainOf(message)));
                if (log.IsEnabled(LogLevel.Debug)) log.LedgerExtracted(message.Identity().Ledgers.First, $"{message.Position}");
            }
            catch (Exception bad) when (Extraction.IsBadMessage(bad))
            {
                _chains.Remove(message.Position.Partition);
                unit.DeadLetter(message, bad.Message, (bad as LedgerRefusedException)?.LedgerSequence);
            }
        }
    }

    private LedgerChain ChainOf(TopicMessage message)
    {
        if (!_chains.TryGetValue(message.Position.Partition, out LedgerChain? chain))
            _chains[message.Position.Partition] = chain = new LedgerChain(message.Position.TopicPartition, RawLedgers.Contract);
        return chain;
    }

    private TransactionalUnitSettings Settings() => new()
    {
        Inputs = [RawLedgers.Contract.TopicOn(_network.Name)],
        Group = _options.GroupOn(_network),
        TransactionalId = $"{_options.GroupOn(_network)}-{_options.Slot * _options.Units + unitOfProcess}",
        Network = _network.Name,
        Code = CodeVersion.Text,
        Turns = () => health.Turns(Name),
        Standing = why => health.Standing(Name, why),
        Paused = (partition, isPaused) => health.Standing($"{partition}", isPaused ? "too many of its messages cannot be read; it is paused until the worker is started anew" : null),
        ReadingBegins = partition => _chains.Remove(partition.Partition),
    };
}
