using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

public sealed class WholeLedgerTests
{
    [Fact]
    public void A_refused_ledger_leaves_no_row_behind_and_the_next_one_is_whole()
    {
        int left = 1;
        using IExtractor extractor = DatasetThatRefuses(() => left-- > 0 ? new LedgerRefusedException(MadeLedger.Sequence, "for a test") : null);
        byte[] xdr = MadeLedger.Of();

        Should.Throw<LedgerRefusedException>(() => Extract(extractor, xdr));

        Extract(extractor, xdr).ShouldBe(2);
    }

    [Fact]
    public void Bytes_that_turn_out_not_to_be_XDR_are_a_refusal_that_names_the_ledger()
    {
        using IExtractor extractor = DatasetThatRefuses(() => new XdrException(17, "for a test"));

        Should.Throw<LedgerRefusedException>(() => Extract(extractor, MadeLedger.Of())).Message.ShouldBe($"ledger {MadeLedger.Sequence}: byte 17: for a test");
    }

    private static int Extract(IExtractor extractor, byte[] xdr)
    {
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(xdr);
        using RecordBatch rows = extractor.Extract(in ledger);
        return rows.Length;
    }

    private static IExtractor DatasetThatRefuses(Func<Exception?> refusal) =>
        Dataset.Of(new PairTable(null), "Two rows a ledger.", [], (_, _) => new PairExtractor(refusal)).NewExtractor(MadeLedger.Network, Selection.Everything);

    // A row, then a row that may be refused in the middle.
    private sealed class PairExtractor(Func<Exception?> refusal) : IExtractor
    {
        private readonly PairTable _table = new(refusal);

        public Schema Schema => _table.Schema;

        public RecordBatch Extract(in Ledger ledger)
        {
            _table.Append(1);
            _table.Append(2);
            return _table.Flush();
        }

        public void Dispose() => _table.Dispose();
    }

    private sealed class PairTable : Table<uint>
    {
        public PairTable(Func<Exception?>? refusal)
        {
            UInt32("number", (in row) => row);
            UInt32("checked", (in row) => row == 2 && refusal?.Invoke() is Exception problem ? throw problem : row);
        }

        public override string Name => "pairs";

        public override string Version => "1.0.0";
    }
}
