using System.Text.Json;
using System.Text.Unicode;
using KafkaStellar.Datasets.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Strings that accounts chose, of which the protocol asks nothing: domains, names, codes, symbols.</summary>
internal static class TextJson
{
    /// <summary>Writes UTF-8 as it is, and any other bytes escaped as SEP-51 has it.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            json.WriteString(name, bytes);
            return;
        }

        json.WritePropertyName(name);
        JsonText.WriteEscaped(json, bytes);
    }
}
