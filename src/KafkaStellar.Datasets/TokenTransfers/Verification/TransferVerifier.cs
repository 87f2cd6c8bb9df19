using System.Globalization;
using System.Numerics;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.TokenTransfers.Verification;

/// <summary>Compares rows of <c>token_transfers</c> with the ledger's own changes: transaction by transaction, every classic balance must have moved as they say.</summary>
/// <remarks>
/// The two come from different parts of the ledger, so that what one gets wrong the other shows. It cannot see balances that contracts hold,
/// tokens that are no asset, muxed ids, and the order of events; assets of one issuer whose codes differ only in bytes that are no UTF-8 are
/// one to it. A trustline's revocation that only burns moves reserves without an event in the derived events of the reference, and is reported.
/// </remarks>
public sealed class TransferVerifier
{
    private readonly BalanceDeltas _transfers = new();
    private readonly BalanceDeltas _changes = new();

    /// <summary>What does not agree, one sentence a balance; none where all does.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="rows">All its rows of <c>token_transfers</c>, in any order.</param>
    public IReadOnlyList<string> Verify(in Ledger ledger, RecordBatch rows)
    {
        ILookup<(uint, uint), int> byTransaction = ByTransaction(rows, ledger.Sequence);
        var transfers = new Transfers(rows);
        var problems = new List<string>();
        int known = 0;
        foreach (LedgerTransaction transaction in ledger) known += Verify(ledger.Sequence, ledger.Header.LedgerVersion, in transaction, transfers, byTransaction, problems);
        AddUnknown($"ledger {ledger.Sequence}", rows, known, problems);
        return problems;
    }

    /// <summary>What does not agree, one sentence a balance; none where all does.</summary>
    /// <param name="transactions">Ledgers as rows of <c>transactions</c>; where a ledger's rows are cut into parts, all its parts in order.</param>
    /// <param name="rows">All their rows of <c>token_transfers</c>, in any order.</param>
    /// <exception cref="LedgerRefusedException">A row of transactions is not what it should be.</exception>
    public IReadOnlyList<string> Verify(IReadOnlyList<RecordBatch> transactions, RecordBatch rows)
    {
        ILookup<(uint, uint), int> byTransaction = ByTransaction(rows, ledger: null);
        var transfers = new Transfers(rows);
        var problems = new List<string>();
        int known = 0;
        uint next = 1;
        foreach (RecordBatch part in transactions)
        {
            foreach (TransactionRowsOfLedger ledger in TransactionRows.Of(part, next))
            {
                foreach (LedgerTransaction transaction in ledger) known += Verify(ledger.Sequence, ledger.ProtocolVersion, in transaction, transfers, byTransaction, problems);
                next += (uint)ledger.Count;
            }
        }

        AddUnknown("rows of transactions", rows, known, problems);
        return problems;
    }

    // By ledger and transaction; where all rows are of one ledger, it is named.
    private static ILookup<(uint Ledger, uint Transaction), int> ByTransaction(RecordBatch rows, uint? ledger)
    {
        UInt32Array? ledgers = ledger is null ? (UInt32Array)rows.Column("ledger_seq") : null;
        var transactions = (UInt32Array)rows.Column("tx_index");
        return Enumerable.Range(0, rows.Length).ToLookup(row => (ledger ?? ledgers!.Values[row], transactions.Values[row]));
    }

    // How many rows are the transaction's.
    private int Verify(uint sequence, uint protocol, in LedgerTransaction transaction, Transfers transfers, ILookup<(uint, uint), int> byTransaction, List<string> problems)
    {
        string name = $"ledger {sequence}, transaction {Convert.ToHexStringLower(transaction.Hash)}";
        int count = 0;
        try
        {
            _transfers.Clear();
            foreach (int row in byTransaction[(sequence, transaction.Index)])
            {
                AddRow(transfers, row);
                count++;
            }

            _changes.Clear();
            BalanceChanges.Add(in transaction, protocol, _changes);
            problems.AddRange(BalanceDeltas.Differences(_transfers, _changes).Select(difference => $"{name}: {difference}"));
        }
        catch (BrokenChangesException broken)
        {
            problems.Add($"{name}: {broken.Message}");
        }

        return count;
    }

    private static void AddUnknown(string where, RecordBatch rows, int known, List<string> problems)
    {
        if (known != rows.Length) problems.Add($"{where}: {rows.Length - known} of {rows.Length} transfers are of no transaction there");
    }

    private void AddRow(Transfers transfers, int row)
    {
        if (transfers.Asset(row) is not { } asset) return;
        BigInteger amount = transfers.Amount(row);
        if (transfers.From(row) is { } from) _transfers.Add(from, asset, -amount);
        if (transfers.To(row) is { } to) _transfers.Add(to, asset, amount);
    }

    // The columns that tell what moved.
    private sealed class Transfers(RecordBatch rows)
    {
        private readonly StringArray _amount = (StringArray)rows.Column("amount_raw");
        private readonly StringArray _from = (StringArray)rows.Column("from_account");
        private readonly StringArray _to = (StringArray)rows.Column("to_account");
        private readonly StringArray _type = (StringArray)rows.Column("asset_type");
        private readonly StringArray _code = (StringArray)rows.Column("asset_code");
        private readonly StringArray _issuer = (StringArray)rows.Column("asset_issuer");

        public BigInteger Amount(int row) => BigInteger.Parse(_amount.GetString(row)!, CultureInfo.InvariantCulture);

        public string? From(int row) => _from.GetString(row);

        public string? To(int row) => _to.GetString(row);

        public string? Asset(int row)
        {
            if (_type.IsNull(row)) return null;
            return _type.GetBytes(row).SequenceEqual("native"u8) ? "native" : $"{_code.GetString(row)}:{_issuer.GetString(row)}";
        }
    }
}
