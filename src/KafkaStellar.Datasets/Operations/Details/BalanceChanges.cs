using System.Buffers.Binary;
using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>How a contract call moved assets of the network, as the events of their contracts tell (CAP-46-6, CAP-67).</summary>
/// <remarks>
/// Horizon reads diagnostic events, which only some nodes keep; contract events say the same and are part of every meta.
/// An event counts only if it comes from the contract of the asset that it names.
/// </remarks>
internal static class BalanceChanges
{
    private static readonly JsonEncodedText AssetBalanceChanges = JsonEncodedText.Encode("asset_balance_changes");
    private static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    private static readonly JsonEncodedText To = JsonEncodedText.Encode("to");
    private static readonly JsonEncodedText MuxedId = JsonEncodedText.Encode("destination_muxed_id");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");

    public static void Write(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteStartArray(AssetBalanceChanges);
        foreach (ContractEvent contractEvent in row.Effects.Events)
        {
            if (contractEvent.Type == ContractEventType.Contract && contractEvent.ContractID.HasValue)
                Write(json, contractEvent.ContractID.Xdr, contractEvent.Body.V0, row.Contracts);
        }

        json.WriteEndArray();
    }

    // Topics: transfer, from, to, asset; mint, [admin,] to, asset; clawback, [admin,] from, asset; burn, from, asset. The admin went with CAP-67.
    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> contract, ContractEventV0 body, ContractIds contracts)
    {
        if (body.Topics.Count is < 3 or > 4) return;
        XdrList<SCVal>.Enumerator topics = body.Topics.GetEnumerator();
        if (!TryNext(ref topics, SCValType.Symbol, out SCVal symbol)) return;
        ReadOnlySpan<byte> name = symbol.Sym;
        bool isTransfer = name.SequenceEqual("transfer"u8);
        bool isMint = name.SequenceEqual("mint"u8);
        bool isBurn = name.SequenceEqual("burn"u8);
        if (!isTransfer && !isMint && !isBurn && !name.SequenceEqual("clawback"u8)) return;
        if ((isTransfer && body.Topics.Count != 4) || (isBurn && body.Topics.Count != 3)) return;

        if (!TryNext(ref topics, SCValType.Address, out SCVal first)) return;
        SCVal second = first;
        if (body.Topics.Count == 4 && !TryNext(ref topics, SCValType.Address, out second)) return;
        if (!TryNext(ref topics, SCValType.String, out SCVal asset)) return;
        if (!TryReadAmount(body.Data, out Int128 amount, out ulong? muxedId)) return;
        ReadOnlySpan<byte> assetXdr = contracts.Find(contract, asset.Str);
        if (assetXdr.IsEmpty) return;

        json.WriteStartObject();
        if (!isMint) WriteAddress(json, From, isTransfer ? first : second);
        if (isTransfer || isMint) WriteAddress(json, To, second);
        json.WriteString(Type, name);
        AmountJson.Write(json, Amount, amount);
        AssetJson.Write(json, AssetNames.Plain, assetXdr);
        if (muxedId is ulong id)
        {
            json.WritePropertyName(MuxedId);
            JsonText.WriteNumber(json, id);
        }

        json.WriteEndObject();
    }

    // An i128, or since CAP-67 a map with the entries amount and to_muxed_id.
    private static bool TryReadAmount(SCVal data, out Int128 amount, out ulong? muxedId)
    {
        amount = default;
        muxedId = null;
        if (data.Type == SCValType.I128) return TryReadNumber(data, out amount);
        if (data.Type != SCValType.Map || !data.Map.HasValue) return false;

        bool isFound = false;
        foreach (SCMapEntry entry in data.Map.Value.Items)
        {
            if (entry.Key.Type != SCValType.Symbol) continue;
            if (entry.Key.Sym.SequenceEqual("amount"u8)) isFound = TryReadNumber(entry.Val, out amount);
            else if (entry.Val.Type == SCValType.U64 && entry.Key.Sym.SequenceEqual("to_muxed_id"u8)) muxedId = entry.Val.U64;
        }

        return isFound;
    }

    private static bool TryReadNumber(SCVal value, out Int128 number)
    {
        bool isNumber = value.Type == SCValType.I128;
        number = isNumber ? BinaryPrimitives.ReadInt128BigEndian(value.I128.Xdr) : default;
        return isNumber;
    }

    private static bool TryNext(ref XdrList<SCVal>.Enumerator topics, SCValType type, out SCVal topic)
    {
        bool isThere = topics.MoveNext() && topics.Current.Type == type;
        topic = isThere ? topics.Current : default;
        return isThere;
    }

    private static void WriteAddress(Utf8JsonWriter json, JsonEncodedText name, SCVal address)
    {
        json.WritePropertyName(name);
        JsonText.WriteAddress(json, address.Address);
    }
}
