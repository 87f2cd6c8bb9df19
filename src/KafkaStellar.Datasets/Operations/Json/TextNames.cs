using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The names of a text's two forms: <c>name</c>, and <c>name_base64</c> for bytes that are no text.</summary>
internal sealed class TextNames(string name)
{
    public JsonEncodedText Text { get; } = JsonEncodedText.Encode(name);

    public JsonEncodedText Base64 { get; } = JsonEncodedText.Encode($"{name}_base64");
}
