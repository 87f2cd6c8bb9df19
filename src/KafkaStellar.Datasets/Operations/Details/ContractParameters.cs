using System.Buffers.Binary;
using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>What a contract is called with: each value's type with its XDR in base64, and again with its SEP-51 JSON.</summary>
/// <remarks>The types are called as Horizon calls them, by the Go SDK's names. A call counts its contract and its function as the first two.</remarks>
internal static class ContractParameters
{
    // A type, a symbol's length, and 32 characters; or a type and an address of 44 bytes.
    private const int MaxHead = sizeof(int) + 44;

    private static readonly JsonEncodedText Parameters = JsonEncodedText.Encode("parameters");
    private static readonly JsonEncodedText ParametersDecoded = JsonEncodedText.Encode("parameters_decoded");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");

    /// <summary>Writes both forms of a call's contract, function and arguments.</summary>
    public static void Write(Utf8JsonWriter json, InvokeContractArgs call)
    {
        Span<byte> head = stackalloc byte[MaxHead];
        ReadOnlySpan<byte> symbol = call.Xdr[call.ContractAddress.Xdr.Length..];
        symbol = symbol[..(sizeof(int) + (call.FunctionName.Length + 3 & ~3))];

        json.WriteStartArray(Parameters);
        WriteEncoded(json, SCValType.Address, Head(SCValType.Address, call.ContractAddress.Xdr, head));
        WriteEncoded(json, SCValType.Symbol, Head(SCValType.Symbol, symbol, head));
        WriteEncoded(json, call.Args);
        json.WriteEndArray();

        json.WriteStartArray(ParametersDecoded);
        WriteDecoded(json, SCValType.Address, Head(SCValType.Address, call.ContractAddress.Xdr, head));
        WriteDecoded(json, SCValType.Symbol, Head(SCValType.Symbol, symbol, head));
        WriteDecoded(json, call.Args);
        json.WriteEndArray();
    }

    /// <summary>Writes both forms of a constructor's arguments.</summary>
    public static void Write(Utf8JsonWriter json, XdrList<SCVal> values)
    {
        json.WriteStartArray(Parameters);
        WriteEncoded(json, values);
        json.WriteEndArray();

        json.WriteStartArray(ParametersDecoded);
        WriteDecoded(json, values);
        json.WriteEndArray();
    }

    private static void WriteEncoded(Utf8JsonWriter json, XdrList<SCVal> values)
    {
        foreach (SCVal value in values) WriteEncoded(json, value.Type, value.Xdr);
    }

    private static void WriteEncoded(Utf8JsonWriter json, SCValType type, ReadOnlySpan<byte> xdr)
    {
        json.WriteStartObject();
        json.WriteString(Type, NameOf(type));
        json.WriteBase64String(Value, xdr);
        json.WriteEndObject();
    }

    private static void WriteDecoded(Utf8JsonWriter json, XdrList<SCVal> values)
    {
        foreach (SCVal value in values) WriteDecoded(json, value.Type, value.Xdr);
    }

    private static void WriteDecoded(Utf8JsonWriter json, SCValType type, ReadOnlySpan<byte> xdr)
    {
        json.WriteStartObject();
        json.WriteString(Type, NameOf(type));
        json.WritePropertyName(Value);
        ScValJson.Write(xdr, json);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Head(SCValType type, ReadOnlySpan<byte> arm, Span<byte> xdr)
    {
        BinaryPrimitives.WriteInt32BigEndian(xdr, (int)type);
        arm.CopyTo(xdr[sizeof(int)..]);
        return xdr[..(sizeof(int) + arm.Length)];
    }

    private static ReadOnlySpan<byte> NameOf(SCValType type) => type switch
    {
        SCValType.Bool => "B"u8,
        SCValType.Error => "Error"u8,
        SCValType.U32 => "U32"u8,
        SCValType.I32 => "I32"u8,
        SCValType.U64 => "U64"u8,
        SCValType.I64 => "I64"u8,
        SCValType.Timepoint => "Timepoint"u8,
        SCValType.Duration => "Duration"u8,
        SCValType.U128 => "U128"u8,
        SCValType.I128 => "I128"u8,
        SCValType.U256 => "U256"u8,
        SCValType.I256 => "I256"u8,
        SCValType.Bytes => "Bytes"u8,
        SCValType.String => "Str"u8,
        SCValType.Symbol => "Sym"u8,
        SCValType.Vec => "Vec"u8,
        SCValType.Map => "Map"u8,
        SCValType.Address => "Address"u8,
        SCValType.ContractInstance => "Instance"u8,
        SCValType.LedgerKeyNonce => "NonceKey"u8,
        SCValType.ExecutableTag => "ExecutableTag"u8,
        SCValType.Void or SCValType.LedgerKeyContractInstance => ""u8, // they have no arm
        _ => throw new InvalidOperationException($"SCVal has no arm for {type}."),
    };
}
