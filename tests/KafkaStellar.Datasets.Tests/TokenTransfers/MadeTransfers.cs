using System.Text;
using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Rows of <c>token_transfers</c> with whatever a test wants to say: the columns that are compared with balances.</summary>
internal sealed class MadeTransfers : Table<MadeTransfer>
{
    private MadeTransfers()
    {
        UInt32("ledger_seq", (in row) => 0);
        UInt32("tx_index", (in row) => row.Transaction);
        Utf8OrNull("asset_type", (in row) => Text(row.AssetType));
        Utf8OrNull("asset_code", (in row) => Text(row.AssetCode));
        Utf8OrNull("asset_issuer", (in row) => Text(row.AssetIssuer));
        Utf8OrNull("from_account", (in row) => Text(row.From));
        Utf8OrNull("to_account", (in row) => Text(row.To));
        Utf8("amount_raw", (in row) => Encoding.UTF8.GetBytes(row.Amount));
    }

    public override string Name => "token_transfers";

    public override string Version => "1.0.0";

    public static RecordBatch Of(params MadeTransfer[] rows)
    {
        using var table = new MadeTransfers();
        foreach (MadeTransfer row in rows) table.Append(in row);
        return table.Flush();
    }

    private static OptionalBytes Text(string? text) => text is null ? OptionalBytes.None : OptionalBytes.Of(Encoding.UTF8.GetBytes(text));
}

/// <summary>One row of <c>token_transfers</c>.</summary>
internal sealed record MadeTransfer(uint Transaction, string? AssetType, string? AssetCode, string? AssetIssuer, string? From, string? To, string Amount)
{
    public static MadeTransfer[] Of(RecordBatch rows) => [.. Enumerable.Range(0, rows.Length).Select(row => new MadeTransfer(
        ((UInt32Array)rows.Column("tx_index")).Values[row],
        TransferLines.Text(rows, "asset_type", row),
        TransferLines.Text(rows, "asset_code", row),
        TransferLines.Text(rows, "asset_issuer", row),
        TransferLines.Text(rows, "from_account", row),
        TransferLines.Text(rows, "to_account", row),
        TransferLines.Text(rows, "amount_raw", row)!))];
}
