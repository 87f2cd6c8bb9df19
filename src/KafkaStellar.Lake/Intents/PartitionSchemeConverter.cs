using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>A scheme in JSON: its text.</summary>
internal sealed class PartitionSchemeConverter : JsonConverter<PartitionScheme>
{
    public override PartitionScheme Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return PartitionScheme.Parse(reader.GetString() ?? "");
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw new JsonException(wrong.Message);
        }
    }

    public override void Write(Utf8JsonWriter writer, PartitionScheme value, JsonSerializerOptions options) => writer.WriteStringValue($"{value}");
}
