using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of offers. An amount of 0 deletes the offer; an id of 0 makes a new one, whose id is in the result.</summary>
internal static class OfferDetails
{
    private static readonly AssetNames Buying = new("buying_");
    private static readonly AssetNames Selling = new("selling_");
    private static readonly PriceNames Price = new();
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText OfferId = JsonEncodedText.Encode("offer_id");

    public static void WriteSell(in OperationRow row, Utf8JsonWriter json)
    {
        ManageSellOfferOp operation = row.Body.ManageSellOfferOp;
        json.WriteNumber(OfferId, operation.OfferID);
        Write(json, operation.Amount, operation.Price, operation.Buying, operation.Selling);
    }

    public static void WriteBuy(in OperationRow row, Utf8JsonWriter json)
    {
        ManageBuyOfferOp operation = row.Body.ManageBuyOfferOp;
        json.WriteNumber(OfferId, operation.OfferID);
        Write(json, operation.BuyAmount, operation.Price, operation.Buying, operation.Selling);
    }

    public static void WritePassive(in OperationRow row, Utf8JsonWriter json)
    {
        CreatePassiveSellOfferOp operation = row.Body.CreatePassiveSellOfferOp;
        Write(json, operation.Amount, operation.Price, operation.Buying, operation.Selling);
    }

    private static void Write(Utf8JsonWriter json, long amount, Price price, Asset buying, Asset selling)
    {
        AmountJson.Write(json, Amount, amount);
        PriceJson.Write(json, Price, price);
        AssetJson.Write(json, Buying, buying.Xdr);
        AssetJson.Write(json, Selling, selling.Xdr);
    }
}
