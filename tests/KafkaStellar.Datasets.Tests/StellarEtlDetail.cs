using System.Text.Json;

namespace KafkaStellar.Datasets.Tests;

/// <summary>One field of an operation's details that is not the same in stellar-etl's row and in ours.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Theirs">Its value in stellar-etl's row; null where it has none.</param>
/// <param name="Ours">Its value in our row; null where it has none.</param>
/// <param name="Details">All of our details.</param>
/// <param name="IsSuccessful">Whether the transaction succeeded.</param>
internal sealed record StellarEtlDetail(string Name, JsonElement? Theirs, JsonElement? Ours, JsonElement Details, bool IsSuccessful)
{
    // Deeper than any claim predicate or contract value that a ledger holds.
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 10_000 };

    /// <summary>The fields that differ between two rows of one operation.</summary>
    public static IEnumerable<StellarEtlDetail> DifferencesBetween(JsonElement theirs, JsonElement ours)
    {
        JsonElement golden = theirs.GetProperty("details");
        JsonElement details = JsonElement.Parse(ours.GetProperty("operation_data").GetString()!, s_deep);
        foreach (string name in golden.EnumerateObject().Concat(details.EnumerateObject()).Select(field => field.Name).Distinct())
        {
            JsonElement? their = Find(golden, name), our = Find(details, name);
            if (their is not { } one || our is not { } other || !JsonElement.DeepEquals(one, other))
                yield return new StellarEtlDetail(name, their, our, details, ours.GetProperty("tx_success").GetBoolean());
        }
    }

    /// <summary>A sentence that names the field and both values.</summary>
    public override string ToString() => $"{Name}: stellar-etl has {Theirs?.GetRawText() ?? "none"}, we have {Ours?.GetRawText() ?? "none"}";

    private static JsonElement? Find(JsonElement details, string name) => details.TryGetProperty(name, out JsonElement value) ? value : null;
}
