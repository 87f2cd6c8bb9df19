using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of payments, straight and along a path of offers and pools.</summary>
internal static class PaymentDetails
{
    private static readonly AccountNames From = new("from");
    private static readonly AccountNames To = new("to");
    private static readonly AssetNames Source = new("source_");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText SourceAmount = JsonEncodedText.Encode("source_amount");
    private static readonly JsonEncodedText SourceMax = JsonEncodedText.Encode("source_max");
    private static readonly JsonEncodedText DestinationMin = JsonEncodedText.Encode("destination_min");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");

    public static void WritePayment(in OperationRow row, Utf8JsonWriter json)
    {
        PaymentOp operation = row.Body.PaymentOp;
        AccountJson.Write(json, From, in row);
        AccountJson.Write(json, To, operation.Destination);
        AmountJson.Write(json, Amount, operation.Amount);
        AssetJson.Write(json, AssetNames.Plain, operation.Asset.Xdr);
    }

    public static void WriteStrictReceive(in OperationRow row, Utf8JsonWriter json)
    {
        PathPaymentStrictReceiveOp operation = row.Body.PathPaymentStrictReceiveOp;
        AccountJson.Write(json, From, in row);
        AccountJson.Write(json, To, operation.Destination);
        AmountJson.Write(json, Amount, operation.DestAmount);
        AmountJson.Write(json, SourceAmount, SentBy(in row));
        AmountJson.Write(json, SourceMax, operation.SendMax);
        AssetJson.Write(json, AssetNames.Plain, operation.DestAsset.Xdr);
        AssetJson.Write(json, Source, operation.SendAsset.Xdr);
        WritePath(json, operation.Path);
    }

    public static void WriteStrictSend(in OperationRow row, Utf8JsonWriter json)
    {
        PathPaymentStrictSendOp operation = row.Body.PathPaymentStrictSendOp;
        AccountJson.Write(json, From, in row);
        AccountJson.Write(json, To, operation.Destination);
        AmountJson.Write(json, Amount, ReceivedFrom(in row));
        AmountJson.Write(json, SourceAmount, operation.SendAmount);
        AmountJson.Write(json, DestinationMin, operation.DestMin);
        AssetJson.Write(json, AssetNames.Plain, operation.DestAsset.Xdr);
        AssetJson.Write(json, Source, operation.SendAsset.Xdr);
        WritePath(json, operation.Path);
    }

    private static void WritePath(Utf8JsonWriter json, XdrList<Asset> path)
    {
        json.WriteStartArray(Path);
        foreach (Asset asset in path)
        {
            json.WriteStartObject();
            AssetJson.Write(json, AssetNames.Plain, asset.Xdr);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What the first hop bought of the sender, offer by offer; 0 where the transaction failed.
    private static long SentBy(in OperationRow row)
    {
        if (!row.IsSuccessful || !row.IsInner) return 0;
        OperationResultTr inner = row.Result.Tr;
        if (inner.Type != OperationType.PathPaymentStrictReceive) return 0;
        PathPaymentStrictReceiveResult result = inner.PathPaymentStrictReceiveResult;
        if (result.Code != PathPaymentStrictReceiveResultCode.Success) return 0;
        PathPaymentStrictReceiveResultSuccess success = result.Success;
        if (success.Offers.Count == 0) return success.Last.Amount;

        long sent = 0;
        ReadOnlySpan<byte> first = default;
        foreach (ClaimAtom atom in success.Offers)
        {
            Bought(atom, out Asset asset, out long amount);
            if (first.IsEmpty) first = asset.Xdr;
            if (!first.SequenceEqual(asset.Xdr)) break;
            sent += amount;
        }

        return sent;
    }

    private static void Bought(ClaimAtom atom, out Asset asset, out long amount)
    {
        switch (atom.Type)
        {
            case ClaimAtomType.V0:
                asset = atom.V0.AssetBought;
                amount = atom.V0.AmountBought;
                break;
            case ClaimAtomType.OrderBook:
                asset = atom.OrderBook.AssetBought;
                amount = atom.OrderBook.AmountBought;
                break;
            case ClaimAtomType.LiquidityPool:
                asset = atom.LiquidityPool.AssetBought;
                amount = atom.LiquidityPool.AmountBought;
                break;
            default:
                throw new InvalidOperationException($"ClaimAtom has no arm for {atom.Type}.");
        }
    }

    private static long ReceivedFrom(in OperationRow row)
    {
        if (!row.IsSuccessful || !row.IsInner) return 0;
        OperationResultTr inner = row.Result.Tr;
        if (inner.Type != OperationType.PathPaymentStrictSend) return 0;
        PathPaymentStrictSendResult result = inner.PathPaymentStrictSendResult;
        return result.Code == PathPaymentStrictSendResultCode.Success ? result.Success.Last.Amount : 0;
    }
}
