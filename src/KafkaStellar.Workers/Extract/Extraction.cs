using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.ContractEvents;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Extract;

/// <summary>A message of raw-ledgers → the messages of some datasets. The same message always gives the same.</summary>
/// <param name="network">The network.</param>
/// <param name="datasets">The datasets' names.</param>
/// <param name="selection">Which of their rows. Diagnostic events, where they are asked for, go to a topic of their own.</param>
internal sealed class Extraction(Network network, IEnumerable<string> datasets, Selection selection) : IDisposable
{
    private readonly DatasetMessages[] _datasets =
        [.. OutputsOf(datasets, selection).Select(dataset => new DatasetMessages(dataset, network, selection.Diagnostics ? selection.WithoutDiagnostics() : selection))];
    private readonly LedgerWalk _walk = new(network);
    private readonly ZstdDecompressor _zstd = new();

    /// <summary>All that a message gives to a dataset, or nothing: nothing is given before everything of it is made.</summary>
    /// <param name="message">The message.</param>
    /// <param name="chain">What its ledgers must follow; null where they stand alone.</param>
    /// <param name="outputs">The names of the datasets to make; null for all.</param>
    /// <exception cref="BrokenChainException">They do not follow.</exception>
    /// <exception cref="Exception">The message cannot be read at all: one of those that <see cref="Failures.IsBadMessage"/> knows.</exception>
    public Extracted Of(TopicMessage message, LedgerChain? chain, IReadOnlyCollection<string>? outputs = null)
    {
        var outgoing = new List<OutgoingMessage>();
        var refusals = new Dictionary<string, Exception>();
        using RecordBatch rows = message.Decode(RawLedgers.Contract, network.Name);
        foreach (Topics.RawLedger row in RawLedgers.Read(rows))
        {
            using LedgerMessage raw = LedgerMessage.Of(row, message.Position, _zstd);
            Ledger ledger = _walk.Read(raw.Xdr.Span, row.Sequence);
            chain?.Follow(ledger.Sequence, ledger.Hash, ledger.Header.PreviousLedgerHash);
            foreach (DatasetMessages dataset in _datasets)
            {
                if (outputs?.Contains(dataset.Name) == false || refusals.ContainsKey(dataset.Name)) continue;
                try
                {
                    outgoing.AddRange(dataset.Of(in ledger, message.Position));
                }
                catch (Exception bad) when (Failures.IsSetAside(bad, RawLedgers.Contract)) // of this dataset alone: what the others give does not depend on which are made together
                {
                    refusals[dataset.Name] = bad;
                }
            }
        }

        if (refusals.Count > 0) outgoing.RemoveAll(made => refusals.ContainsKey(made.Headers.Dataset));
        return new(outgoing, refusals);
    }

    /// <summary>The datasets that come of some that are asked for.</summary>
    public static IEnumerable<Dataset> OutputsOf(IEnumerable<string> datasets, Selection selection) =>
        datasets.SelectMany(name => selection.Diagnostics ? (Dataset[])[Catalog.Find(name), ContractEventsExtractor.Diagnostics] : [Catalog.Find(name)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DatasetMessages dataset in _datasets) dataset.Dispose();
        _zstd.Dispose();
    }
}
