using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of claimable balances. The id of a new one is in the result.</summary>
internal static class ClaimableBalanceDetails
{
    private static readonly AccountNames Claimant = new("claimant");
    private static readonly IdNames BalanceId = new("balance_id");
    private static readonly TextNames Asset = new("asset");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Claimants = JsonEncodedText.Encode("claimants");
    private static readonly JsonEncodedText Destination = JsonEncodedText.Encode("destination");
    private static readonly JsonEncodedText Predicate = JsonEncodedText.Encode("predicate");

    public static void WriteCreate(in OperationRow row, Utf8JsonWriter json)
    {
        CreateClaimableBalanceOp operation = row.Body.CreateClaimableBalanceOp;
        AssetJson.WriteCanonical(json, Asset, operation.Asset.Xdr);
        AmountJson.Write(json, Amount, operation.Amount);
        json.WriteStartArray(Claimants);
        foreach (Claimant claimant in operation.Claimants) WriteClaimant(json, claimant.V0);
        json.WriteEndArray();
    }

    public static void WriteClaim(in OperationRow row, Utf8JsonWriter json)
    {
        IdJson.Write(json, BalanceId, row.Body.ClaimClaimableBalanceOp.BalanceID);
        AccountJson.Write(json, Claimant, in row);
    }

    public static void WriteClawback(in OperationRow row, Utf8JsonWriter json) =>
        IdJson.Write(json, BalanceId, row.Body.ClawbackClaimableBalanceOp.BalanceID);

    private static void WriteClaimant(Utf8JsonWriter json, ClaimantV0 claimant)
    {
        json.WriteStartObject();
        AccountJson.Write(json, Destination, claimant.Destination);
        json.WritePropertyName(Predicate);
        ClaimPredicateJson.Write(json, claimant.Predicate);
        json.WriteEndObject();
    }
}
