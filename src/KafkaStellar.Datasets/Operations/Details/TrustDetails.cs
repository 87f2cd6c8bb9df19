using System.Security.Cryptography;
using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of trust: who trusts whom with what, and what an issuer does about it.</summary>
internal static class TrustDetails
{
    private static readonly AccountNames From = new("from");
    private static readonly AccountNames Trustee = new("trustee");
    private static readonly AccountNames Trustor = new("trustor");
    private static readonly IdNames PoolId = new("liquidity_pool_id");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Limit = JsonEncodedText.Encode("limit");
    private static readonly JsonEncodedText Authorize = JsonEncodedText.Encode("authorize");
    private static readonly JsonEncodedText AuthorizeToMaintainLiabilities = JsonEncodedText.Encode("authorize_to_maintain_liabilities");
    private static readonly JsonEncodedText ClawbackEnabled = JsonEncodedText.Encode("clawback_enabled");

    public static void WriteChange(in OperationRow row, Utf8JsonWriter json)
    {
        ChangeTrustOp operation = row.Body.ChangeTrustOp;
        if (operation.Line.Type == AssetType.PoolShare)
        {
            json.WriteString(AssetNames.Plain.Type, "liquidity_pool_shares"u8);
            WritePoolId(json, operation.Line.LiquidityPool);
        }
        else
        {
            AssetJson.Write(json, AssetNames.Plain, operation.Line.Xdr);
            if (operation.Line.Type != AssetType.Native) AccountJson.Write(json, Trustee.Account, AssetJson.IssuerOf(operation.Line.Xdr));
        }

        AccountJson.Write(json, Trustor, in row);
        AmountJson.Write(json, Limit, operation.Limit);
    }

    public static void WriteAllow(in OperationRow row, Utf8JsonWriter json)
    {
        AllowTrustOp operation = row.Body.AllowTrustOp;
        Span<byte> asset = stackalloc byte[OperationAsset.MaxSize];
        AssetJson.Write(json, AssetNames.Plain, OperationAsset.Of(operation.Asset, row.SourceKey, asset));
        AccountJson.Write(json, Trustee, in row);
        AccountJson.Write(json, Trustor.Account, operation.Trustor);
        json.WriteBoolean(Authorize, Has(operation.Authorize, TrustLineFlags.AuthorizedFlag));
        if (Has(operation.Authorize, TrustLineFlags.AuthorizedToMaintainLiabilitiesFlag)) json.WriteBoolean(AuthorizeToMaintainLiabilities, true);
        if (Has(operation.Authorize, TrustLineFlags.TrustlineClawbackEnabledFlag)) json.WriteBoolean(ClawbackEnabled, true);
    }

    public static void WriteSetFlags(in OperationRow row, Utf8JsonWriter json)
    {
        SetTrustLineFlagsOp operation = row.Body.SetTrustLineFlagsOp;
        AccountJson.Write(json, Trustor.Account, operation.Trustor);
        AssetJson.Write(json, AssetNames.Plain, operation.Asset.Xdr);
        if (operation.SetFlags > 0) FlagNames.OfTrustLine.WriteSet(json, operation.SetFlags);
        if (operation.ClearFlags > 0) FlagNames.OfTrustLine.WriteClear(json, operation.ClearFlags);
    }

    public static void WriteClawback(in OperationRow row, Utf8JsonWriter json)
    {
        ClawbackOp operation = row.Body.ClawbackOp;
        AssetJson.Write(json, AssetNames.Plain, operation.Asset.Xdr);
        AccountJson.Write(json, From, operation.From);
        AmountJson.Write(json, Amount, operation.Amount);
    }

    // A pool's id is the hash of what it is made from (CAP-38).
    private static void WritePoolId(Utf8JsonWriter json, LiquidityPoolParameters parameters)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parameters.Xdr, id);
        IdJson.WritePool(json, PoolId, id);
    }

    private static bool Has(uint flags, TrustLineFlags flag) => (flags & (uint)flag) != 0;
}
