using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>The names under which an account stands that may be muxed: <c>from</c>, <c>from_muxed</c>, <c>from_muxed_id</c>.</summary>
internal sealed class AccountNames(string name)
{
    public JsonEncodedText Account { get; } = JsonEncodedText.Encode(name);

    public JsonEncodedText Muxed { get; } = JsonEncodedText.Encode($"{name}_muxed");

    public JsonEncodedText MuxedId { get; } = JsonEncodedText.Encode($"{name}_muxed_id");
}
