using System.Text.Json;
using System.Text.Json.Nodes;
using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Rows of <c>token_transfers</c> in the form of the reference's lines.</summary>
internal static class TransferLines
{
    /// <summary>The columns of the reference.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "amount", "asset", "closed_at", "contract_id", "event_index", "event_type", "from", "muxed_hash", "muxed_id", "muxed_text", "op_index", "to",
        "tx_hash", "tx_index",
    ];

    /// <summary>The lines of a batch.</summary>
    public static IEnumerable<JsonObject> Of(RecordBatch rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            yield return new JsonObject
            {
                ["amount"] = Text(rows, "amount_raw", row),
                ["asset"] = Asset(rows, row),
                ["closed_at"] = ((TimestampArray)rows.Column("created_at")).Values[row] / 1_000_000,
                ["contract_id"] = Text(rows, "contract_address", row),
                ["event_index"] = Number(rows, "event_index", row),
                ["event_type"] = Text(rows, "event_type", row),
                ["from"] = Text(rows, "from_account", row),
                ["ledger"] = Number(rows, "ledger_seq", row),
                ["muxed_hash"] = Muxed(rows, "hash", row),
                ["muxed_id"] = Muxed(rows, "id", row),
                ["muxed_text"] = Muxed(rows, "text", row),
                ["op_index"] = Number(rows, "op_index", row),
                ["to"] = Text(rows, "to_account", row),
                ["tx_hash"] = Convert.ToHexStringLower(((FixedSizeBinaryArray)rows.Column("tx_hash")).GetBytes(row)),
                ["tx_index"] = Number(rows, "tx_index", row),
            };
        }
    }

    /// <summary>The lines as elements that compare.</summary>
    public static IReadOnlyList<JsonElement> Parsed(IEnumerable<JsonObject> lines) => JsonLines.Parse(string.Join('\n', lines.Select(line => line.ToJsonString())));

    public static string? Text(RecordBatch rows, string column, int row) => ((StringArray)rows.Column(column)).GetString(row);

    private static uint? Number(RecordBatch rows, string column, int row) => ((UInt32Array)rows.Column(column)).GetValue(row);

    private static string? Muxed(RecordBatch rows, string type, int row) => Text(rows, "to_muxed_type", row) == type ? Text(rows, "to_muxed", row) : null;

    private static string? Asset(RecordBatch rows, int row) => Text(rows, "asset_type", row) switch
    {
        null => null,
        "native" => "native",
        _ => $"{Text(rows, "asset_code", row)}:{Text(rows, "asset_issuer", row)}",
    };
}
