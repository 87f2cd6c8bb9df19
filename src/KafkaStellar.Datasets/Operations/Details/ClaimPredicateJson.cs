using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>When a balance may be claimed, as Horizon has it: <c>{"and":[{"not":{"rel_before":"60"}},{"unconditional":true}]}</c>.</summary>
internal static class ClaimPredicateJson
{
    private static readonly JsonEncodedText Unconditional = JsonEncodedText.Encode("unconditional");
    private static readonly JsonEncodedText And = JsonEncodedText.Encode("and");
    private static readonly JsonEncodedText Or = JsonEncodedText.Encode("or");
    private static readonly JsonEncodedText Not = JsonEncodedText.Encode("not");
    private static readonly JsonEncodedText AbsBefore = JsonEncodedText.Encode("abs_before");
    private static readonly JsonEncodedText AbsBeforeEpoch = JsonEncodedText.Encode("abs_before_epoch");
    private static readonly JsonEncodedText RelBefore = JsonEncodedText.Encode("rel_before");

    /// <summary>Writes a predicate that was checked before.</summary>
    public static void Write(Utf8JsonWriter json, ClaimPredicate predicate)
    {
        var reader = new XdrReader(predicate.Xdr);
        Write(json, ref reader);
    }

    // Reads forward and once, so that a deeply nested predicate costs no more than its bytes.
    private static void Write(Utf8JsonWriter json, ref XdrReader reader)
    {
        json.WriteStartObject();
        switch (ClaimPredicateTypeXdr.Read(ref reader))
        {
            case ClaimPredicateType.Unconditional: json.WriteBoolean(Unconditional, true); break;
            case ClaimPredicateType.And: WriteMany(json, And, ref reader); break;
            case ClaimPredicateType.Or: WriteMany(json, Or, ref reader); break;
            case ClaimPredicateType.Not: WriteNot(json, ref reader); break;
            case ClaimPredicateType.BeforeAbsoluteTime: WriteTime(json, reader.ReadInt64()); break;
            case ClaimPredicateType.BeforeRelativeTime: WriteSeconds(json, RelBefore, reader.ReadInt64()); break;
            default: throw new InvalidOperationException("ClaimPredicate has another arm.");
        }

        json.WriteEndObject();
    }

    private static void WriteMany(Utf8JsonWriter json, JsonEncodedText name, ref XdrReader reader)
    {
        json.WriteStartArray(name);
        int count = reader.ReadLength(int.MaxValue);
        for (int i = 0; i < count; i++) Write(json, ref reader);
        json.WriteEndArray();
    }

    private static void WriteNot(Utf8JsonWriter json, ref XdrReader reader)
    {
        json.WritePropertyName(Not);
        if (reader.ReadBool()) Write(json, ref reader);
        else json.WriteNullValue();
    }

    private static void WriteTime(Utf8JsonWriter json, long seconds)
    {
        Span<byte> text = stackalloc byte[CalendarText.MaxLength];
        json.WriteString(AbsBefore, text[..CalendarText.Format(seconds, text)]);
        WriteSeconds(json, AbsBeforeEpoch, seconds);
    }

    private static void WriteSeconds(Utf8JsonWriter json, JsonEncodedText name, long seconds)
    {
        json.WritePropertyName(name);
        JsonText.WriteNumber(json, seconds);
    }
}
