using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>Rows that Stellar's own Go SDK and stellar-etl give for the real ledgers, to judge ours by.</summary>
/// <remarks>What the columns mean stands in the README beside the ledgers.</remarks>
public static class Golden
{
    /// <summary>The SDK's rows of a set for a dataset, in ledger order; skips the running test, with the reason, where they are not.</summary>
    /// <param name="set">A set's name (<see cref="RealLedgerSet.Name"/>).</param>
    /// <param name="dataset">
    /// <c>events</c>, <c>unified</c>, <c>ledgers</c>, <c>transactions</c>, <c>operations</c>, <c>contract_events</c> or <c>contract_data</c>.
    /// </param>
    public static IReadOnlyList<JsonElement> Read(string set, string dataset) => ReadFile("reference", $"{set}.{dataset}.jsonl.zst");

    /// <summary>The rows of stellar-etl's own transforms for a set, in ledger order; skips the running test, with the reason, where they are not.</summary>
    /// <param name="set">One of <see cref="RealLedgers.SetsWithEtlRows"/>.</param>
    /// <param name="what"><c>operations</c>, <c>effects</c>, <c>trades</c>, <c>assets</c>, <c>contract_data</c> or <c>entries</c>.</param>
    public static IReadOnlyList<JsonElement> ReadEtl(string set, string what) => ReadFile("etl", $"{set}.{what}.jsonl.zst");

    private static IReadOnlyList<JsonElement> ReadFile(string folder, string file) =>
        JsonLines.Parse(Zstandard.Decompress(File.ReadAllBytes(RealLedgers.Require("golden", folder, file))));
}
