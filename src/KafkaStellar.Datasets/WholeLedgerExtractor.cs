using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>All rows of a ledger or none: after a refusal the extractor is made anew, so that no half-gathered row reaches the next ledger.</summary>
internal sealed class WholeLedgerExtractor(Func<IExtractor> make) : IExtractor
{
    private IExtractor _extractor = make();

    /// <inheritdoc/>
    public Schema Schema => _extractor.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        try
        {
            return _extractor.Extract(in ledger);
        }
        catch (Exception refusal) when (refusal is LedgerRefusedException or XdrException)
        {
            _extractor.Dispose();
            _extractor = make();
            if (refusal is XdrException problem) throw new LedgerRefusedException(ledger.Sequence, problem);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();
}
