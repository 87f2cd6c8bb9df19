using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The names of an asset's three parts, after a prefix such as <c>buying_</c>.</summary>
internal sealed class AssetNames(string prefix = "")
{
    /// <summary>An asset without a prefix.</summary>
    public static AssetNames Plain { get; } = new();

    public JsonEncodedText Type { get; } = JsonEncodedText.Encode($"{prefix}asset_type");

    public TextNames Code { get; } = new($"{prefix}asset_code");

    public JsonEncodedText Issuer { get; } = JsonEncodedText.Encode($"{prefix}asset_issuer");
}
