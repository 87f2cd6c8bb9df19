using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The one pubnet ledger of which stellar-etl's rows are stored: 59 transactions of protocol 13, 143 operations.</summary>
internal static partial class StellarEtlLedger
{
    private const uint Sequence = 30_820_015;

    /// <summary>stellar-etl's rows, by id; skips the running test, with the reason, where they are not.</summary>
    /// <param name="what"><c>ops</c> or <c>txs</c>.</param>
    public static Dictionary<long, JsonElement> Golden(string what) =>
        JsonLines.Parse(File.ReadAllBytes(RealLedgers.Require("golden", $"stellar-etl-one_ledger_{what}.golden"))).ToDictionary(row => row.GetProperty("id").GetInt64());

    /// <summary>Our rows of a dataset, by stellar-etl's id: ledger, place of the transaction, place of the operation or 0 (SEP-35).</summary>
    public static Dictionary<long, JsonElement> Rows(string dataset)
    {
        HashSet<string> columns = [.. Catalog.Find(dataset).Schema.FieldsList.Select(field => field.Name)];
        IEnumerable<ReadOnlyMemory<byte>> ledger = RealLedgers.Pubnet.Files.Single(file => file.Name.Contains($"--{Sequence}")).LedgerCloseMetas();
        return BatchRows.Extract(Catalog.Find(dataset), Network.Of("pubnet", null), ledger, columns).ToDictionary(IdOf);
    }

    /// <summary>What stellar-etl calls an enum's value, as the XDR names it: <c>OperationResultCodeOpInner</c>, less its enum, is <c>op_inner</c>.</summary>
    public static string XdrName(string goName, string enumSuffix)
    {
        int at = goName.IndexOf(enumSuffix, StringComparison.Ordinal) + enumSuffix.Length;
        return Words().Replace(goName[at..], "_$0").TrimStart('_').ToLowerInvariant();
    }

    /// <summary>Microseconds since 1970 of a time as stellar-etl writes it.</summary>
    public static long Microseconds(JsonElement time) => time.GetDateTimeOffset().ToUnixTimeMilliseconds() * 1000;

    private static long IdOf(JsonElement row) =>
        (long)row.GetProperty("ledger_seq").GetUInt32() << 32
        | (long)row.GetProperty("tx_index").GetUInt32() << 12
        | (row.TryGetProperty("op_index", out JsonElement index) ? index.GetUInt32() : 0);

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Words();
}
