using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>Rows that Stellar's own Go SDK gives for the real ledgers, to judge ours by.</summary>
/// <remarks>What the columns mean stands in the README beside the ledgers.</remarks>
public static class Golden
{
    /// <summary>The reference rows of a set for a dataset, in ledger order; skips the running test, with the reason, where they are not.</summary>
    /// <param name="set">A set's name (<see cref="RealLedgerSet.Name"/>).</param>
    /// <param name="dataset">
    /// <c>events</c>, <c>unified</c>, <c>ledgers</c>, <c>transactions</c>, <c>operations</c>, <c>contract_events</c> or <c>contract_data</c>.
    /// </param>
    public static IReadOnlyList<JsonElement> Read(string set, string dataset)
    {
        string path = RealLedgers.Require("golden", "reference", $"{set}.{dataset}.jsonl.zst");
        return JsonLines.Parse(Zstandard.Decompress(File.ReadAllBytes(path)));
    }
}
