using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>Trades with offers and pools. Sold and bought are seen from the offer's or the pool's side, as in the protocol.</summary>
internal static class ClaimAtomsJson
{
    private static readonly IdNames PoolId = new("liquidity_pool_id");
    private static readonly AssetNames Sold = new("sold_");
    private static readonly AssetNames Bought = new("bought_");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Seller = JsonEncodedText.Encode("seller");
    private static readonly JsonEncodedText OfferId = JsonEncodedText.Encode("offer_id");
    private static readonly JsonEncodedText AmountSold = JsonEncodedText.Encode("sold_amount");
    private static readonly JsonEncodedText AmountBought = JsonEncodedText.Encode("bought_amount");

    /// <summary>Writes a list of trades, in their order.</summary>
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, XdrList<ClaimAtom> atoms)
    {
        json.WriteStartArray(name);
        foreach (ClaimAtom atom in atoms)
        {
            json.WriteStartObject();
            json.WriteString(Type, atom.Type.XdrName()["claim_atom_type_".Length..]);
            switch (atom.Type)
            {
                case ClaimAtomType.V0: Write(json, atom.V0); break;
                case ClaimAtomType.OrderBook: Write(json, atom.OrderBook); break;
                case ClaimAtomType.LiquidityPool: Write(json, atom.LiquidityPool); break;
                default: throw new InvalidOperationException($"ClaimAtom has no arm for {atom.Type}.");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ClaimOfferAtomV0 atom)
    {
        AccountJson.Write(json, Seller, atom.SellerEd25519);
        json.WriteNumber(OfferId, atom.OfferID);
        WriteTrade(json, atom.AssetSold, atom.AmountSold, atom.AssetBought, atom.AmountBought);
    }

    private static void Write(Utf8JsonWriter json, ClaimOfferAtom atom)
    {
        AccountJson.Write(json, Seller, atom.SellerID);
        json.WriteNumber(OfferId, atom.OfferID);
        WriteTrade(json, atom.AssetSold, atom.AmountSold, atom.AssetBought, atom.AmountBought);
    }

    private static void Write(Utf8JsonWriter json, ClaimLiquidityAtom atom)
    {
        IdJson.WritePool(json, PoolId, atom.LiquidityPoolID);
        WriteTrade(json, atom.AssetSold, atom.AmountSold, atom.AssetBought, atom.AmountBought);
    }

    private static void WriteTrade(Utf8JsonWriter json, Asset sold, long amountSold, Asset bought, long amountBought)
    {
        AssetJson.Write(json, Sold, sold.Xdr);
        AmountJson.Write(json, AmountSold, amountSold);
        AssetJson.Write(json, Bought, bought.Xdr);
        AmountJson.Write(json, AmountBought, amountBought);
    }
}
