using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of liquidity pools. The operation names only the pool; its assets and what moved are in the changes.</summary>
/// <remarks>Of a failed transaction nothing moved, and the assets are not told.</remarks>
internal static class PoolDetails
{
    private static readonly IdNames PoolId = new("liquidity_pool_id");
    private static readonly AssetNames ReserveA = new("reserve_a_");
    private static readonly AssetNames ReserveB = new("reserve_b_");
    private static readonly PriceNames MinPrice = new("min_");
    private static readonly PriceNames MaxPrice = new("max_");
    private static readonly JsonEncodedText MaxAmountA = JsonEncodedText.Encode("reserve_a_max_amount");
    private static readonly JsonEncodedText MaxAmountB = JsonEncodedText.Encode("reserve_b_max_amount");
    private static readonly JsonEncodedText DepositAmountA = JsonEncodedText.Encode("reserve_a_deposit_amount");
    private static readonly JsonEncodedText DepositAmountB = JsonEncodedText.Encode("reserve_b_deposit_amount");
    private static readonly JsonEncodedText MinAmountA = JsonEncodedText.Encode("reserve_a_min_amount");
    private static readonly JsonEncodedText MinAmountB = JsonEncodedText.Encode("reserve_b_min_amount");
    private static readonly JsonEncodedText WithdrawAmountA = JsonEncodedText.Encode("reserve_a_withdraw_amount");
    private static readonly JsonEncodedText WithdrawAmountB = JsonEncodedText.Encode("reserve_b_withdraw_amount");
    private static readonly JsonEncodedText SharesReceived = JsonEncodedText.Encode("shares_received");
    private static readonly JsonEncodedText Shares = JsonEncodedText.Encode("shares");

    public static void WriteDeposit(in OperationRow row, Utf8JsonWriter json)
    {
        LiquidityPoolDepositOp operation = row.Body.LiquidityPoolDepositOp;
        PoolChange change = ChangeOf(in row, operation.LiquidityPoolID);
        IdJson.WritePool(json, PoolId, operation.LiquidityPoolID);
        if (change.IsFound) AssetJson.Write(json, ReserveA, change.AssetA.Xdr);
        AmountJson.Write(json, MaxAmountA, operation.MaxAmountA);
        AmountJson.Write(json, DepositAmountA, change.ReserveA);
        if (change.IsFound) AssetJson.Write(json, ReserveB, change.AssetB.Xdr);
        AmountJson.Write(json, MaxAmountB, operation.MaxAmountB);
        AmountJson.Write(json, DepositAmountB, change.ReserveB);
        PriceJson.Write(json, MinPrice, operation.MinPrice);
        PriceJson.Write(json, MaxPrice, operation.MaxPrice);
        AmountJson.Write(json, SharesReceived, change.Shares);
    }

    public static void WriteWithdraw(in OperationRow row, Utf8JsonWriter json)
    {
        LiquidityPoolWithdrawOp operation = row.Body.LiquidityPoolWithdrawOp;
        PoolChange change = ChangeOf(in row, operation.LiquidityPoolID);
        IdJson.WritePool(json, PoolId, operation.LiquidityPoolID);
        if (change.IsFound) AssetJson.Write(json, ReserveA, change.AssetA.Xdr);
        AmountJson.Write(json, MinAmountA, operation.MinAmountA);
        AmountJson.Write(json, WithdrawAmountA, -change.ReserveA);
        if (change.IsFound) AssetJson.Write(json, ReserveB, change.AssetB.Xdr);
        AmountJson.Write(json, MinAmountB, operation.MinAmountB);
        AmountJson.Write(json, WithdrawAmountB, -change.ReserveB);
        AmountJson.Write(json, Shares, operation.Amount);
    }

    private static PoolChange ChangeOf(in OperationRow row, ReadOnlySpan<byte> poolId) =>
        row.IsSuccessful ? PoolChange.Of(row.Effects.Changes, poolId) : default;
}
