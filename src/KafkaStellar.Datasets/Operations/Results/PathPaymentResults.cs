using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>What path payments crossed on their way, and what arrived; or the asset that has no issuer.</summary>
internal static class PathPaymentResults
{
    private static readonly JsonEncodedText Offers = JsonEncodedText.Encode("offers");
    private static readonly JsonEncodedText Last = JsonEncodedText.Encode("last");
    private static readonly JsonEncodedText Destination = JsonEncodedText.Encode("destination");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText NoIssuer = JsonEncodedText.Encode("no_issuer");

    public static void Write(Utf8JsonWriter json, PathPaymentStrictReceiveResult result)
    {
        if (result.Code == PathPaymentStrictReceiveResultCode.Success)
        {
            PathPaymentStrictReceiveResultSuccess success = result.Success;
            Write(json, success.Offers, success.Last);
        }
        else if (result.Code == PathPaymentStrictReceiveResultCode.NoIssuer)
        {
            WriteNoIssuer(json, result.NoIssuer);
        }
    }

    public static void Write(Utf8JsonWriter json, PathPaymentStrictSendResult result)
    {
        if (result.Code == PathPaymentStrictSendResultCode.Success)
        {
            PathPaymentStrictSendResultSuccess success = result.Success;
            Write(json, success.Offers, success.Last);
        }
        else if (result.Code == PathPaymentStrictSendResultCode.NoIssuer)
        {
            WriteNoIssuer(json, result.NoIssuer);
        }
    }

    private static void Write(Utf8JsonWriter json, XdrList<ClaimAtom> offers, SimplePaymentResult last)
    {
        ClaimAtomsJson.Write(json, Offers, offers);
        json.WriteStartObject(Last);
        AccountJson.Write(json, Destination, last.Destination);
        AssetJson.Write(json, AssetNames.Plain, last.Asset.Xdr);
        AmountJson.Write(json, Amount, last.Amount);
        json.WriteEndObject();
    }

    private static void WriteNoIssuer(Utf8JsonWriter json, Asset asset)
    {
        json.WriteStartObject(NoIssuer);
        AssetJson.Write(json, AssetNames.Plain, asset.Xdr);
        json.WriteEndObject();
    }
}
