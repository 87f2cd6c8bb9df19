using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Json;

/// <summary>Contract values as JSON, by SEP-51: <c>{"u32":1}</c>, <c>{"i128":"-5"}</c>, <c>{"symbol":"transfer"}</c>, <c>"void"</c>.</summary>
/// <remarks>Reads forward and once, so that a deeply nested value costs no more than its bytes. Numbers of 64 bits and more are decimal text.</remarks>
internal static class ScValJson
{
    /// <summary>Writes a value that was checked before.</summary>
    /// <param name="xdr">Exactly one SCVal.</param>
    /// <param name="json">Where to.</param>
    public static void Write(ReadOnlySpan<byte> xdr, Utf8JsonWriter json)
    {
        var reader = new XdrReader(xdr);
        Write(ref reader, json);
    }

    /// <summary>Writes the value that the reader stands at.</summary>
    /// <exception cref="XdrException">It nests deeper than any value may, or than this thread's stack is.</exception>
    public static void Write(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        SCValType type = SCValTypeXdr.Read(ref reader);
        if (type is SCValType.Void or SCValType.LedgerKeyContractInstance)
        {
            json.WriteStringValue(ArmOf(type));
            return;
        }

        reader.Enter();
        json.WriteStartObject();
        json.WritePropertyName(ArmOf(type));
        WriteArm(ref reader, type, json);
        json.WriteEndObject();
        reader.Leave();
    }

    private static void WriteArm(scoped ref XdrReader reader, SCValType type, Utf8JsonWriter json)
    {
        switch (type)
        {
            case SCValType.Bool: json.WriteBooleanValue(reader.ReadBool()); break;
            case SCValType.Error: WriteError(ref reader, json); break;
            case SCValType.U32: json.WriteNumberValue(reader.ReadUInt32()); break;
            case SCValType.I32: json.WriteNumberValue(reader.ReadInt32()); break;
            case SCValType.I64: JsonText.WriteNumber(json, reader.ReadInt64()); break;
            case SCValType.U64 or SCValType.Timepoint or SCValType.Duration: JsonText.WriteNumber(json, reader.ReadUInt64()); break;
            case SCValType.I128: JsonText.WriteNumber(json, BinaryPrimitives.ReadInt128BigEndian(reader.ReadOpaque(16))); break;
            case SCValType.U128: JsonText.WriteNumber(json, BinaryPrimitives.ReadUInt128BigEndian(reader.ReadOpaque(16))); break;
            case SCValType.I256: JsonText.WriteNumber(json, new BigInteger(reader.ReadOpaque(32), isUnsigned: false, isBigEndian: true)); break;
            case SCValType.U256: JsonText.WriteNumber(json, new BigInteger(reader.ReadOpaque(32), isUnsigned: true, isBigEndian: true)); break;
            case SCValType.Bytes: JsonText.WriteHex(json, reader.ReadVarOpaque(int.MaxValue)); break;
            case SCValType.String or SCValType.Symbol or SCValType.ExecutableTag: JsonText.WriteEscaped(json, reader.ReadVarOpaque(int.MaxValue)); break;
            case SCValType.Vec: WriteVector(ref reader, json); break;
            case SCValType.Map: WriteMap(ref reader, json); break;
            case SCValType.Address: JsonText.WriteAddress(json, SCAddress.Read(ref reader)); break;
            case SCValType.ContractInstance: WriteInstance(ref reader, json); break;
            case SCValType.LedgerKeyNonce: WriteNonce(ref reader, json); break;
            default: throw new InvalidOperationException($"SCVal has no arm for {type}.");
        }
    }

    private static void WriteError(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        SCErrorType type = SCErrorTypeXdr.Read(ref reader);
        json.WriteStartObject();
        json.WritePropertyName(type.XdrName()["sce_".Length..]);
        if (type == SCErrorType.Contract) json.WriteNumberValue(reader.ReadUInt32());
        else json.WriteStringValue(SCErrorCodeXdr.Read(ref reader).XdrName()["scec_".Length..]);
        json.WriteEndObject();
    }

    private static void WriteVector(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        if (!reader.ReadBool())
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        int count = reader.ReadCount(int.MaxValue, sizeof(int));
        for (int i = 0; i < count; i++) Write(ref reader, json);
        json.WriteEndArray();
    }

    private static void WriteMap(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        if (!reader.ReadBool())
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        int count = reader.ReadCount(int.MaxValue, 2 * sizeof(int));
        for (int i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WritePropertyName("key"u8);
            Write(ref reader, json);
            json.WritePropertyName("val"u8);
            Write(ref reader, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInstance(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("executable"u8);
        WriteExecutable(ContractExecutable.Read(ref reader), json);
        json.WritePropertyName("storage"u8);
        WriteMap(ref reader, json);
        json.WriteEndObject();
    }

    private static void WriteExecutable(ContractExecutable executable, Utf8JsonWriter json)
    {
        ReadOnlySpan<byte> arm = executable.Type.XdrName()["contract_executable_".Length..];
        if (executable.Type == ContractExecutableType.StellarAsset)
        {
            json.WriteStringValue(arm);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName(arm);
        switch (executable.Type)
        {
            case ContractExecutableType.Wasm: JsonText.WriteHex(json, executable.WasmHash); break;
            case ContractExecutableType.ExternalRef: WriteExternal(executable.ExternalRef, json); break;
            default: throw new InvalidOperationException($"ContractExecutable has no arm for {executable.Type}.");
        }

        json.WriteEndObject();
    }

    private static void WriteExternal(ContractExecutableExternalRef external, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("executable_owner"u8);
        JsonText.WriteAddress(json, external.ExecutableOwner);
        json.WritePropertyName("tag"u8);
        JsonText.WriteEscaped(json, external.Tag);
        json.WriteEndObject();
    }

    private static void WriteNonce(scoped ref XdrReader reader, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("nonce"u8);
        JsonText.WriteNumber(json, reader.ReadInt64());
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> ArmOf(SCValType type) => type.XdrName()["scv_".Length..];
}
