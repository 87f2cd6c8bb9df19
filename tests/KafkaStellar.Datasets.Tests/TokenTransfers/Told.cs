using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Token transfers as short lines: <c>transfer A B 100 native text:hello</c>.</summary>
internal static class Told
{
    /// <summary>What the operations of one transaction did.</summary>
    public static string[] Operations(MadeTransaction transaction, uint protocolVersion = 20, Selection? selection = null) =>
        [.. All(protocolVersion, selection, transaction).Where(line => !line.StartsWith("fee", StringComparison.Ordinal))];

    /// <summary>What one transaction was charged and got back.</summary>
    public static string[] Fees(MadeTransaction transaction, uint protocolVersion = 20, Selection? selection = null) =>
        [.. All(protocolVersion, selection, transaction).Where(line => line.StartsWith("fee", StringComparison.Ordinal))];

    /// <summary>All that a ledger of some transactions did.</summary>
    public static string[] All(uint protocolVersion, Selection? selection, params MadeTransaction[] transactions)
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(protocolVersion, transactions), selection);
        return [.. Enumerable.Range(0, rows.Length).Select(row => Line(rows, row))];
    }

    /// <summary>The sentence in which a ledger of some transactions is refused.</summary>
    public static string Refusal(uint protocolVersion, Selection? selection, params MadeTransaction[] transactions) =>
        Should.Throw<LedgerRefusedException>(() => All(protocolVersion, selection, transactions)).Message;

    /// <summary>The sentence in which a ledger of one transaction is refused.</summary>
    public static string Refusal(MadeTransaction transaction, uint protocolVersion = 20) => Refusal(protocolVersion, null, transaction);

    private static string Line(RecordBatch rows, int row)
    {
        string?[] words =
        [
            TransferLines.Text(rows, "event_type", row),
            Name(TransferLines.Text(rows, "from_account", row)),
            Name(TransferLines.Text(rows, "to_account", row)),
            TransferLines.Text(rows, "amount_raw", row),
            TransferLines.Text(rows, "asset_type", row) == "native" ? "native" : TransferLines.Text(rows, "asset_code", row) ?? "-",
            TransferLines.Text(rows, "to_muxed_type", row) is { } type ? $"{type}:{TransferLines.Text(rows, "to_muxed", row)}" : null,
        ];
        return string.Join(' ', words.OfType<string>());
    }

    private static string? Name(string? strKey) => strKey is null ? null : Names.Of(strKey);
}
