using KafkaStellar.Datasets.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>One row per change to a contract-data entry; key and value as XDR and as JSON (SEP-51). Balances are raw units.</summary>
public sealed class ContractDataTable : Table<ContractDataRow>
{
    public ContractDataTable()
    {
        Text("contract_id", StrKey.MaxLength, (in row, utf8) => AddressText.Encode(row.Contract, utf8));
        Utf8("contract_key_type", (in row) => row.KeyType.XdrName());
        Utf8("contract_durability", (in row) => row.Durability.XdrName());
        Utf8OrNull("asset_code", (in row) => OptionalBytes.OfNonEmpty(row.Asset.Code));
        TextOrNull("asset_issuer", StrKey.MaxLength, (in row, utf8) => row.Asset.Issuer.IsEmpty ? -1 : StrKey.Encode(StrKeyKind.Account, row.Asset.Issuer, utf8));
        Utf8OrNull("asset_type", (in row) => row.Asset.IsProved ? OptionalBytes.Of(row.Asset.Type.XdrName()) : OptionalBytes.None);
        TextOrNull("balance_holder", StrKey.MaxLength, (in row, utf8) => row.Balance.Holder.IsEmpty ? -1 : StrKey.Encode(StrKeyKind.Contract, row.Balance.Holder, utf8));
        WholeOrNull("balance", (in row) => row.Amount);
        UInt32("last_modified_ledger", (in row) => row.LastModified);
        Boolean("deleted", (in row) => row.IsDeleted);
        UInt32("ledger_sequence", (in row) => row.LedgerSequence);
        Timestamp("closed_at", (in row) => row.ClosedAtMicroseconds);
        HashOrNull("ledger_key_hash", (in row) => row.KeyHash);
        BinaryOrNull("key_xdr", (in row) => OptionalBytes.Of(row.Key));
        BinaryOrNull("val_xdr", (in row) => OptionalBytes.OfNonEmpty(row.Value));
        Utf8OrNull("contract_instance_type", (in row) => row.IsInstance ? OptionalBytes.Of(row.InstanceType.XdrName()) : OptionalBytes.None);
        HashOrNull("contract_instance_wasm_hash", (in row) => row.WasmHash);
        UInt32OrNull("expiration_ledger_seq", (in row) => row.Expiration);
        Utf8("change_type", (in row) => row.Change);
        HashOrNull("tx_hash", (in row) => row.TransactionHash);
        Json("key_json", (in row, json) => ScValJson.Write(row.Key, json));
        Json("val_json", (in row, json) =>
        {
            if (row.Value.IsEmpty) json.WriteNullValue();
            else ScValJson.Write(row.Value, json);
        });
    }

    /// <inheritdoc/>
    public override string Name => "contract_data";

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
