using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaStellar.Lake;

/// <summary>An intent as an object: one line of JSON, then the SHA-256 of that line. A torn or edited one is told from a true one.</summary>
internal static class IntentText
{
    /// <summary>512 KB: a thousand files, and what is set aside beside them; more would mean that a sink spreads too thin.</summary>
    public const int MaxBytes = 512 << 10;

    // Folders may have any letters: as they are they take the least room.
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Intent intent)
    {
        string json = JsonSerializer.Serialize(intent, Options);
        return Encoding.UTF8.GetBytes($"{json}\n{Checksum(json)}\n");
    }

    /// <exception cref="IntentException">It is torn, was edited, or is of another version.</exception>
    public static Intent Parse(string key, ReadOnlySpan<byte> bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines is not [string json, string checksum, ""] || checksum != Checksum(json))
            throw new IntentException($"{key}: the intent is torn or was edited: its checksum does not fit. Restore it from a copy of the lake; a sink never goes past one that it cannot read.");
        try
        {
            Intent intent = JsonSerializer.Deserialize<Intent>(json, Options) ?? throw new JsonException("null");
            return intent.Version is >= Intent.OldestVersion and <= Intent.CurrentVersion
                ? intent
                : throw new IntentException($"{key}: the intent is of version {intent.Version}; this program knows versions {Intent.OldestVersion} to {Intent.CurrentVersion}. Run the program that wrote it, or a newer one.");
        }
        catch (JsonException malformed)
        {
            throw new IntentException($"{key}: the intent cannot be read: {malformed.Message} Restore it from a copy of the lake.");
        }
    }

    private static string Checksum(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
