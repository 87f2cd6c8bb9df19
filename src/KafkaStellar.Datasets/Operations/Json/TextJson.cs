using System.Text.Json;
using System.Text.Unicode;
using KafkaStellar.Datasets.Json;

namespace KafkaStellar.Datasets.Operations.Json;

/// <summary>Strings that accounts chose, of which the protocol asks nothing: domains, names, codes, symbols.</summary>
internal static class TextJson
{
    /// <summary>Writes UTF-8 as it is, and any other bytes twice: escaped as SEP-51 has it, and in base64.</summary>
    /// <remarks>What is escaped may also be a text that somebody chose so, backslash and all; that one stands without base64.</remarks>
    public static void Write(Utf8JsonWriter json, TextNames names, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            json.WriteString(names.Text, bytes);
            return;
        }

        json.WritePropertyName(names.Text);
        JsonText.WriteEscaped(json, bytes);
        json.WriteBase64String(names.Base64, bytes);
    }
}
