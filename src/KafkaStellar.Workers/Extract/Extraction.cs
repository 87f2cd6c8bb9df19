using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.ContractEvents;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>A message of raw-ledgers → the messages of some datasets. The same message always gives the same.</summary>
/// <param name="network">The network.</param>
/// <param name="datasets">The datasets' names.</param>
/// <param name="selection">Which of their rows. Diagnostic events, where they are asked for, go to a topic of their own.</param>
internal sealed class Extraction(Network network, IEnumerable<string> datasets, Selection selection) : IDisposable
{
    private readonly DatasetMessages[] _datasets = [.. datasets.SelectMany(name => OutputsOf(name, network, selection))];
    private readonly LedgerWalk _walk = new(network);
    private readonly ZstdDecompressor _zstd = new();

    /// <summary>All of a message or nothing: nothing is given before everything of it is made.</summary>
    /// <param name="message">The message.</param>
    /// <param name="chain">What its ledgers must follow; null where they stand alone.</param>
    /// <exception cref="BrokenChainException">They do not follow.</exception>
    /// <exception cref="Exception">The message cannot be read: one of those that <see cref="IsBadMessage"/> knows.</exception>
    public List<OutgoingMessage> Of(TopicMessage message, LedgerChain? chain)
    {
        var outgoing = new List<OutgoingMessage>();
        using RecordBatch rows = message.Decode(RawLedgers.Contract, network.Name);
        foreach (Topics.RawLedger row in RawLedgers.Read(rows))
        {
            using LedgerMessage raw = LedgerMessage.Of(row, message.Position, _zstd);
            Ledger ledger = _walk.Read(raw.Xdr.Span, row.Sequence);
            chain?.Follow(ledger.Sequence, ledger.Hash, ledger.Header.PreviousLedgerHash);
            foreach (DatasetMessages dataset in _datasets) outgoing.AddRange(dataset.Of(in ledger, message.Position));
        }

        return outgoing;
    }

    /// <summary>
    /// Three fates: what Kafka could not do is tried again inside the unit; a message that cannot be read is set aside; anything else halts.
    /// </summary>
    public static bool IsBadMessage(Exception failure) => failure is BadMessageException or LedgerRefusedException or LedgerFileException or FormatException;

    private static IEnumerable<DatasetMessages> OutputsOf(string name, Network network, Selection selection)
    {
        if (!selection.Diagnostics) return [new DatasetMessages(Catalog.Find(name), network, selection)];
        Selection ordinary = selection.WithoutDiagnostics();
        return [new DatasetMessages(Catalog.Find(name), network, ordinary), new DatasetMessages(ContractEventsExtractor.Diagnostics, network, ordinary)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DatasetMessages dataset in _datasets) dataset.Dispose();
        _zstd.Dispose();
    }
}
