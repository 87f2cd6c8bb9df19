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
        ILookup<uint, int> byTransaction = Enumerable.Range(0, rows.Length).ToLookup(((UInt32Array)rows.Column("tx_index")).Values.ToArray().ElementAt);
        var problems = new List<string>();
        foreach (LedgerTransaction transaction in ledger)
        {
            string name = $"ledger {ledger.Sequence}, transaction {Convert.ToHexStringLower(transaction.Hash)}";
            try
            {
                _transfers.Clear();
                foreach (int row in byTransaction[transaction.Index]) AddRow(rows, row);
                _changes.Clear();
                BalanceChanges.Add(in transaction, ledger.Header.LedgerVersion, _changes);
                problems.AddRange(BalanceDeltas.Differences(_transfers, _changes).Select(difference => $"{name}: {difference}"));
            }
            catch (BrokenChangesException broken)
            {
                problems.Add($"{name}: {broken.Message}");
            }
        }

        foreach (IGrouping<uint, int> group in byTransaction)
        {
            if (group.Key < 1 || group.Key > ledger.TransactionCount)
                problems.Add($"ledger {ledger.Sequence}: there are transfers of transaction {group.Key}, and {ledger.TransactionCount} transactions");
        }

        return problems;
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
