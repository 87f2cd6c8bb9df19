using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.SetAside;

/// <summary>Dead letters as text: a line each, or one whole as JSON.</summary>
internal static class LetterText
{
    // Text for people and tools, not for HTML.
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its position, the message's, the ledger where one is known, the length of the value, and the reason; between tabs.</summary>
    public static string LineOf(KeptLetter kept) =>
        $"{kept.At}\t{kept.Letter.Source}\t{kept.Letter.FailedLedger?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}\t"
        + $"{kept.Letter.SourceValue?.Length ?? 0}\t{OneLine(kept.Letter.Reason)}";

    /// <summary>All of it: key in hex, headers as text where they are text, the value in base64.</summary>
    public static string Whole(KeptLetter kept)
    {
        DeadLetter letter = kept.Letter;
        return new JsonObject
        {
            ["position"] = $"{kept.At}",
            ["source"] = $"{letter.Source}",
            ["source_timestamp"] = letter.SourceTimestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["failed_ledger"] = letter.FailedLedger,
            ["reason"] = letter.Reason,
            ["datasets"] = letter.Datasets is { } datasets ? new JsonArray([.. datasets.Select(name => JsonValue.Create(name))]) : null,
            ["worker"] = letter.Worker,
            ["code_version"] = letter.CodeVersion,
            ["source_key"] = letter.SourceKey is { } key ? Convert.ToHexStringLower(key) : null,
            ["source_headers"] = HeadersOf(letter),
            ["source_value"] = letter.SourceValue is { } value ? Convert.ToBase64String(value) : null,
        }.ToJsonString(s_indented);
    }

    private static JsonArray HeadersOf(DeadLetter letter)
    {
        var headers = new JsonArray();
        foreach (KeyValuePair<string, byte[]?> header in letter.Headers()) headers.Add(new JsonObject { ["name"] = header.Key, ["value"] = header.Value is { } value ? TextOf(value) : null });
        return headers;
    }

    private static string TextOf(byte[] value) =>
        value.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Convert.ToHexStringLower(value) : Encoding.ASCII.GetString(value);

    private static string OneLine(string reason) => string.Join(' ', reason.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
