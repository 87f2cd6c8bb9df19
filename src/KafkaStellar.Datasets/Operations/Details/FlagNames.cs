using System.Text.Json;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Flags that are set or cleared, as numbers and as names: bit 0 first.</summary>
internal sealed class FlagNames
{
    private static readonly JsonEncodedText SetFlags = JsonEncodedText.Encode("set_flags");
    private static readonly JsonEncodedText SetFlagNames = JsonEncodedText.Encode("set_flags_s");
    private static readonly JsonEncodedText ClearFlags = JsonEncodedText.Encode("clear_flags");
    private static readonly JsonEncodedText ClearFlagNames = JsonEncodedText.Encode("clear_flags_s");

    private readonly JsonEncodedText[] _names;

    private FlagNames(params string[] names) => _names = [.. names.Select(name => JsonEncodedText.Encode(name))];

    /// <summary>The flags of an account.</summary>
    public static FlagNames OfAccount { get; } = new("auth_required", "auth_revocable", "auth_immutable", "auth_clawback_enabled");

    /// <summary>The flags of a trust line.</summary>
    public static FlagNames OfTrustLine { get; } = new("authorized", "authorized_to_maintain_liabilities", "clawback_enabled");

    /// <summary>Writes flags that are set.</summary>
    public void WriteSet(Utf8JsonWriter json, uint flags) => Write(json, SetFlags, SetFlagNames, flags);

    /// <summary>Writes flags that are cleared.</summary>
    public void WriteClear(Utf8JsonWriter json, uint flags) => Write(json, ClearFlags, ClearFlagNames, flags);

    private void Write(Utf8JsonWriter json, JsonEncodedText numbers, JsonEncodedText names, uint flags)
    {
        json.WriteStartArray(numbers);
        for (int bit = 0; bit < _names.Length; bit++)
        {
            if ((flags & (1u << bit)) != 0) json.WriteNumberValue(1u << bit);
        }

        json.WriteEndArray();
        json.WriteStartArray(names);
        for (int bit = 0; bit < _names.Length; bit++)
        {
            if ((flags & (1u << bit)) != 0) json.WriteStringValue(_names[bit]);
        }

        json.WriteEndArray();
    }
}
