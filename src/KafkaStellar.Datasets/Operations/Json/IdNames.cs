using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The names of an id's two forms: <c>balance_id</c> in hex and <c>balance_id_strkey</c>.</summary>
internal sealed class IdNames(string name)
{
    public JsonEncodedText Hex { get; } = JsonEncodedText.Encode(name);

    public JsonEncodedText StrKey { get; } = JsonEncodedText.Encode($"{name}_strkey");
}
