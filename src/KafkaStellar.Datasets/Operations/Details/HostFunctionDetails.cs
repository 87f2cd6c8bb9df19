using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of calling, creating and uploading contracts.</summary>
internal static class HostFunctionDetails
{
    private static readonly TextNames Asset = new("asset");
    private static readonly JsonEncodedText Function = JsonEncodedText.Encode("function");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText ContractId = JsonEncodedText.Encode("contract_id");
    private static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    private static readonly JsonEncodedText Address = JsonEncodedText.Encode("address");
    private static readonly JsonEncodedText Salt = JsonEncodedText.Encode("salt");

    public static void Write(in OperationRow row, Utf8JsonWriter json)
    {
        HostFunction function = row.Body.InvokeHostFunctionOp.HostFunction;
        switch (function.Type)
        {
            case HostFunctionType.InvokeContract: WriteInvoke(in row, json, function.InvokeContract); break;
            case HostFunctionType.CreateContract: WriteCreate(in row, json, function.CreateContract.ContractIDPreimage); break;
            case HostFunctionType.UploadContractWasm: WriteUpload(in row, json); break;
            case HostFunctionType.CreateContractV2: WriteCreate(in row, json, function.CreateContractV2); break;
            default: throw new InvalidOperationException($"HostFunction has no arm for {function.Type}.");
        }
    }

    private static void WriteInvoke(in OperationRow row, Utf8JsonWriter json, InvokeContractArgs call)
    {
        // The Go SDK's own name of the enum's value, which Horizon shows.
        json.WriteString(Function, "HostFunctionTypeHostFunctionTypeInvokeContract"u8);
        json.WriteString(Type, "invoke_contract"u8);
        FootprintDetails.WriteHashes(in row, json);
        json.WritePropertyName(ContractId);
        JsonText.WriteAddress(json, call.ContractAddress);
        ContractParameters.Write(json, call);
        BalanceChanges.Write(in row, json);
    }

    private static void WriteCreate(in OperationRow row, Utf8JsonWriter json, ContractIDPreimage preimage)
    {
        json.WriteString(Function, "HostFunctionTypeHostFunctionTypeCreateContract"u8);
        json.WriteString(Type, "create_contract"u8);
        FootprintDetails.WriteHashes(in row, json);
        WritePreimage(in row, json, preimage);
    }

    private static void WriteCreate(in OperationRow row, Utf8JsonWriter json, CreateContractArgsV2 create)
    {
        json.WriteString(Function, "HostFunctionTypeHostFunctionTypeCreateContractV2"u8);
        json.WriteString(Type, "create_contract_v2"u8);
        FootprintDetails.WriteHashes(in row, json);
        ContractParameters.Write(json, create.ConstructorArgs);
        WritePreimage(in row, json, create.ContractIDPreimage);
    }

    private static void WriteUpload(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteString(Function, "HostFunctionTypeHostFunctionTypeUploadContractWasm"u8);
        json.WriteString(Type, "upload_wasm"u8);
        FootprintDetails.WriteHashes(in row, json);
    }

    // The id follows from the preimage: the footprint, where stellar-etl looks, may name another contract first.
    private static void WritePreimage(in OperationRow row, Utf8JsonWriter json, ContractIDPreimage preimage)
    {
        Span<byte> id = stackalloc byte[32];
        row.Contracts.Hash(preimage, id);
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        json.WriteString(ContractId, ascii[..StrKey.Encode(StrKeyKind.Contract, id, ascii)]);
        if (preimage.Type == ContractIDPreimageType.Asset)
        {
            json.WriteString(From, "asset"u8);
            AssetJson.WriteCanonical(json, Asset, preimage.FromAsset.Xdr);
            return;
        }

        json.WriteString(From, "address"u8);
        json.WritePropertyName(Address);
        JsonText.WriteAddress(json, preimage.FromAddress.Address);
        IdJson.WriteHex(json, Salt, preimage.FromAddress.Salt);
    }
}
