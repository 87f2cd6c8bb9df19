using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The names of a price's two forms, after a prefix such as <c>min_</c>.</summary>
internal sealed class PriceNames(string prefix = "")
{
    public JsonEncodedText Price { get; } = JsonEncodedText.Encode($"{prefix}price");

    public JsonEncodedText Fraction { get; } = JsonEncodedText.Encode($"{prefix}price_r");
}
