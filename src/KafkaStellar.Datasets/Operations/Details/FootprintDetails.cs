using System.Security.Cryptography;
using System.Text.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details that stand in a smart contract transaction's footprint, and of operations that are about nothing else.</summary>
internal static class FootprintDetails
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText ExtendTo = JsonEncodedText.Encode("extend_to");
    private static readonly JsonEncodedText LedgerKeyHash = JsonEncodedText.Encode("ledger_key_hash");
    private static readonly JsonEncodedText ContractId = JsonEncodedText.Encode("contract_id");
    private static readonly JsonEncodedText ContractCodeHash = JsonEncodedText.Encode("contract_code_hash");

    public static void WriteExtend(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteString(Type, "extend_footprint_ttl"u8);
        json.WriteNumber(ExtendTo, row.Body.ExtendFootprintTTLOp.ExtendTo);
        WriteHashes(in row, json);
        WriteContractId(in row, json);
    }

    public static void WriteRestore(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteString(Type, "restore_footprint"u8);
        WriteHashes(in row, json);
        WriteContractId(in row, json);
    }

    /// <summary>Writes the SHA-256 of each ledger key, those that are only read first, and null for the code's hash.</summary>
    /// <remarks>A footprint names code and does not tell which contract runs it (stellar-etl#402: theirs is null too).</remarks>
    public static void WriteHashes(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteStartArray(LedgerKeyHash);
        WriteHashes(json, row.Footprint.ReadOnly);
        WriteHashes(json, row.Footprint.ReadWrite);
        json.WriteEndArray();
        json.WriteNull(ContractCodeHash);
    }

    private static void WriteHashes(Utf8JsonWriter json, XdrList<LedgerKey> keys)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[2 * SHA256.HashSizeInBytes];
        foreach (LedgerKey key in keys)
        {
            SHA256.HashData(key.Xdr, hash);
            Convert.TryToHexStringLower(hash, hex, out _);
            json.WriteStringValue(hex);
        }
    }

    // The contract of the first entry that is written, else read; none where the footprint holds no contract's data.
    private static void WriteContractId(in OperationRow row, Utf8JsonWriter json)
    {
        ReadOnlySpan<byte> id = FirstContract(row.Footprint.ReadWrite);
        if (id.IsEmpty) id = FirstContract(row.Footprint.ReadOnly);
        if (id.IsEmpty) return;
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(ContractId, ascii[..StrKey.Encode(StrKeyKind.Contract, id, ascii)]);
    }

    private static ReadOnlySpan<byte> FirstContract(XdrList<LedgerKey> keys)
    {
        foreach (LedgerKey key in keys)
        {
            if (key.Type != LedgerEntryType.ContractData) continue;
            SCAddress contract = key.ContractData.Contract;
            if (contract.Type == SCAddressType.Contract) return contract.ContractId;
        }

        return default;
    }
}
