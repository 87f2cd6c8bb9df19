using System.Text.Json;

namespace KafkaStellar.Lake;

/// <summary>A lake's manifest, the object <c>.config.json</c> at its root (SEP-54).</summary>
/// <param name="NetworkPassphrase">The network the ledgers are of; whoever reads compares it with the network that was asked for.</param>
/// <param name="Layout">How ledgers are cut into objects.</param>
/// <param name="Version">The manifest's version, "1.0" or, in SEP-54's sample, "0.1.0"; never judged.</param>
/// <param name="Compression">Always "zstd".</param>
public sealed record LakeManifest(string NetworkPassphrase, LakeLayout Layout, string Version = "1.0", string Compression = "zstd")
{
    /// <summary>The manifest's key.</summary>
    public const string Key = ".config.json";

    internal const int MaxBytes = 64 * 1024;

    /// <summary>Reads a manifest.</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="json">Its bytes.</param>
    /// <exception cref="LedgerFileException">It is not JSON, a value is missing or of the wrong kind, or the compression is not zstd.</exception>
    public static LakeManifest Parse(string name, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) throw new JsonException("something follows the object");
            return Of(name, document.RootElement);
        }
        catch (JsonException broken)
        {
            throw Refused(name, $"the manifest is not JSON: {broken.Message}", broken);
        }
    }

    /// <summary>The manifest's JSON, the same bytes for the same manifest.</summary>
    public byte[] ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("networkPassphrase", NetworkPassphrase);
            writer.WriteString("version", Version);
            writer.WriteString("compression", Compression);
            writer.WriteNumber("ledgersPerBatch", Layout.LedgersPerBatch);
            writer.WriteNumber("batchesPerPartition", Layout.BatchesPerPartition);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static LakeManifest Of(string name, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Refused(name, "the manifest is not a JSON object");
        string compression = Text(name, root, "compression");
        if (compression is not ("zstd" or "zst")) throw Refused(name, $"the lake's compression is \"{compression}\", where only zstd is known");
        uint ledgers = Number(name, root, "ledgersPerBatch");
        if (ledgers == 0) throw Refused(name, "ledgersPerBatch is 0");
        var layout = new LakeLayout(ledgers, Number(name, root, "batchesPerPartition"));
        return new LakeManifest(Text(name, root, "networkPassphrase"), layout, Text(name, root, "version"), compression);
    }

    private static string Text(string name, JsonElement root, string property) =>
        root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : throw Refused(name, $"{property} is missing or not a string");

    private static uint Number(string name, JsonElement root, string property) =>
        root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out uint number)
            ? number : throw Refused(name, $"{property} is missing or not a whole number below 2³²");

    private static LedgerFileException Refused(string name, string problem, Exception? cause = null) =>
        new(name, null, null, problem, "Correct the lake's manifest; Galexie writes it when it creates a lake.", cause);
}
