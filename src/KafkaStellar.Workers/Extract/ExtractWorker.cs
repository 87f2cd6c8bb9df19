using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
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
    ILogger<ExtractWorker> log) : Worker(fleet)
{
    private readonly ExtractOptions _options = extractOptions.Value;
    private readonly Network _network = networkOptions.Value.ToNetwork();
    private readonly Dictionary<int, LedgerChain> _chains = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        using var unit = new TransactionalUnit(clients, Settings());
        using var zstd = new ZstdDecompressor();
        var walk = new LedgerWalk(_network);
        Selection selection = selectionOptions.Value.ToSelection();
        DatasetMessages[] datasets = [.. _options.Datasets.Select(name => new DatasetMessages(Catalog.Find(name), _network, selection))];
        log.ExtractStarts(string.Join(", ", _options.Datasets), RawLedgers.Contract.TopicOn(_network.Name), _options.GroupOn(_network));

        foreach (TopicMessage message in _options.ToEnd ? unit.ReadToEnd(stop) : unit.Read(stop))
        {
            try
            {
                unit.Send(Extract(message, walk, zstd, datasets));
            }
            catch (Exception bad) when (IsBadMessage(bad))
            {
                _chains.Remove(message.Position.Partition);
                unit.DeadLetter(message, bad.Message, (bad as LedgerRefusedException)?.LedgerSequence);
            }
        }

        foreach (DatasetMessages dataset in datasets) dataset.Dispose();
    }

    // All of a message or nothing: nothing is sent before everything of it is made.
    private List<OutgoingMessage> Extract(TopicMessage message, LedgerWalk walk, ZstdDecompressor zstd, DatasetMessages[] datasets)
    {
        var outgoing = new List<OutgoingMessage>();
        using RecordBatch rows = message.Decode(RawLedgers.Contract, _network.Name);
        foreach (Topics.RawLedger row in RawLedgers.Read(rows))
        {
            using LedgerMessage raw = LedgerMessage.Of(row, message.Position, zstd);
            Ledger ledger = walk.Read(raw.Xdr.Span);
            ChainOf(message).Follow(ledger.Sequence, ledger.Hash, ledger.Header.PreviousLedgerHash);
            foreach (DatasetMessages dataset in datasets) outgoing.AddRange(dataset.Of(in ledger, message.Position));
            log.LedgerExtracted(ledger.Sequence, $"{message.Position}");
        }

        return outgoing;
    }

    // Three fates: what Kafka could not do is tried again inside the unit; a message that cannot be read is set aside; anything else halts.
    private static bool IsBadMessage(Exception failure) => failure is BadMessageException or LedgerRefusedException or LedgerFileException or FormatException;

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
        ReadingBegins = partition => _chains.Remove(partition.Partition),
    };
}
