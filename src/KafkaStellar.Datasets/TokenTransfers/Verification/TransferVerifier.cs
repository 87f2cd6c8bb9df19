using System.Globalization;
using System.Numerics;
using System.Text;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.TokenTransfers.Verification;

/// <summary>Compares rows of <c>token_transfers</c> with the ledger's own changes: transaction by transaction, every classic balance must have moved as they say.</summary>
/// <remarks>
/// The two come from different parts of the ledger, so that what one gets wrong the other shows. It cannot see balances that contracts hold,
/// tokens that are no asset, muxed ids, and the order of events. A trustline's revocation that only burns moves reserves without an event
/// in the derived events of the reference, and is reported.
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
        var problems = new List<string>();
        int known = 0;
        foreach (LedgerTransaction transaction in ledger) known += Verify(ledger.Sequence, ledger.Header.LedgerVersion, in transaction, rows, byTransaction, problems);
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
        var problems = new List<string>();
        int known = 0;
        uint next = 1;
        foreach (RecordBatch part in transactions)
        {
            foreach (TransactionRowsOfLedger ledger in TransactionRows.Of(part, next))
            {
                foreach (LedgerTransaction transaction in ledger) known += Verify(ledger.Sequence, ledger.ProtocolVersion, in transaction, rows, byTransaction, problems);
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
    private int Verify(uint sequence, uint protocol, in LedgerTransaction transaction, RecordBatch rows, ILookup<(uint, uint), int> byTransaction, List<string> problems)
    {
        string name = $"ledger {sequence}, transaction {Convert.ToHexStringLower(transaction.Hash)}";
        int count = 0;
        try
        {
            _transfers.Clear();
            foreach (int row in byTransaction[(sequence, transaction.Index)])
            {
                AddRow(rows, row);
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

    private void AddRow(RecordBatch rows, int row)
    {
        if (Asset(rows, row) is not { } asset) return;
        var amount = BigInteger.Parse(Text(rows, "amount_raw", row)!, CultureInfo.InvariantCulture);
        if (Text(rows, "from_account", row) is { } from) _transfers.Add(from, asset, -amount);
        if (Text(rows, "to_account", row) is { } to) _transfers.Add(to, asset, amount);
    }

    private static string? Asset(RecordBatch rows, int row) => Text(rows, "asset_type", row) switch
    {
        null => null,
        "native" => "native",
        _ => $"{Text(rows, "asset_code", row)}:{Text(rows, "asset_issuer", row)}",
    };

    private static string? Text(RecordBatch rows, string column, int row)
    {
        var texts = (StringArray)rows.Column(column);
        return texts.IsNull(row) ? null : Encoding.Latin1.GetString(texts.GetBytes(row));
    }
}
