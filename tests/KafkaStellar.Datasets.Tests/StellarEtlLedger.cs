using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The one pubnet ledger of which stellar-etl's transactions are stored: 59 of protocol 13.</summary>
internal static partial class StellarEtlLedger
{
    private const uint Sequence = 30_820_015;

    /// <summary>stellar-etl's rows, by id; skips the running test, with the reason, where they are not.</summary>
    public static Dictionary<long, JsonElement> Golden() =>
        JsonLines.Parse(File.ReadAllBytes(RealLedgers.Require("golden", "stellar-etl-one_ledger_txs.golden"))).ToDictionary(row => row.GetProperty("id").GetInt64());

    /// <summary>Our rows of transactions, by stellar-etl's id: ledger and place of the transaction (SEP-35).</summary>
    public static Dictionary<long, JsonElement> Rows()
    {
        HashSet<string> columns = [.. Catalog.Find("transactions").Schema.FieldsList.Select(field => field.Name)];
        IEnumerable<ReadOnlyMemory<byte>> ledger = RealLedgers.Pubnet.Files.Single(file => file.Name.Contains($"--{Sequence}")).LedgerCloseMetas();
        return BatchRows.Extract(Catalog.Find("transactions"), Network.Of("pubnet", null), ledger, columns).ToDictionary(IdOf);
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
        | (long)row.GetProperty("tx_index").GetUInt32() << 12;

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Words();
}
