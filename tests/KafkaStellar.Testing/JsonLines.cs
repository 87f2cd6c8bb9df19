using System.Text;
using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>JSON lines: one object a line.</summary>
public static class JsonLines
{
    /// <summary>The objects of a text, one for each line that is not empty.</summary>
    /// <exception cref="JsonException">A line is no JSON; the message names the line, counted from 1.</exception>
    public static IReadOnlyList<JsonElement> Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>The objects of UTF-8 text, one for each line that is not empty.</summary>
    /// <exception cref="JsonException">A line is no JSON; the message names the line, counted from 1.</exception>
    public static IReadOnlyList<JsonElement> Parse(ReadOnlyMemory<byte> utf8)
    {
        var rows = new List<JsonElement>();
        for (int line = 1; !utf8.IsEmpty; line++)
        {
            int end = utf8.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> one = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? default : utf8[(end + 1)..];
            if (!one.Span.Trim(" \r\t"u8).IsEmpty) rows.Add(ParseLine(one, line));
        }

        return rows;
    }

    private static JsonElement ParseLine(ReadOnlyMemory<byte> utf8, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            throw new JsonException($"Line {line} is no JSON: {wrong.Message}", wrong);
        }
    }
}
