using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>What an offer took when it was made, and what is left of it.</summary>
internal static class OfferResults
{
    private static readonly AssetNames Buying = new("buying_");
    private static readonly AssetNames Selling = new("selling_");
    private static readonly PriceNames Price = new();
    private static readonly JsonEncodedText OffersClaimed = JsonEncodedText.Encode("offers_claimed");
    private static readonly JsonEncodedText Effect = JsonEncodedText.Encode("effect");
    private static readonly JsonEncodedText Offer = JsonEncodedText.Encode("offer");
    private static readonly JsonEncodedText Seller = JsonEncodedText.Encode("seller");
    private static readonly JsonEncodedText OfferId = JsonEncodedText.Encode("offer_id");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Flags = JsonEncodedText.Encode("flags");

    public static void Write(Utf8JsonWriter json, ManageSellOfferResult result)
    {
        if (result.Code == ManageSellOfferResultCode.Success) Write(json, result.Success);
    }

    public static void Write(Utf8JsonWriter json, ManageBuyOfferResult result)
    {
        if (result.Code == ManageBuyOfferResultCode.Success) Write(json, result.Success);
    }

    private static void Write(Utf8JsonWriter json, ManageOfferSuccessResult success)
    {
        ClaimAtomsJson.Write(json, OffersClaimed, success.OffersClaimed);
        ManageOfferSuccessResultOffer left = success.Offer;
        json.WriteString(Effect, left.Effect.XdrName());
        if (left.Effect != ManageOfferEffect.Deleted) Write(json, left.Offer);
    }

    private static void Write(Utf8JsonWriter json, OfferEntry offer)
    {
        json.WriteStartObject(Offer);
        AccountJson.Write(json, Seller, offer.SellerID);
        json.WriteNumber(OfferId, offer.OfferID);
        AmountJson.Write(json, Amount, offer.Amount);
        PriceJson.Write(json, Price, offer.Price);
        AssetJson.Write(json, Buying, offer.Buying.Xdr);
        AssetJson.Write(json, Selling, offer.Selling.Xdr);
        json.WriteNumber(Flags, offer.Flags);
        json.WriteEndObject();
    }
}
