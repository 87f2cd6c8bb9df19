using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>What an operation asks for, and what came of it where its result and meta tell, as one JSON object.</summary>
/// <remarks>Names are those of Horizon and stellar-etl; amounts are exact text.</remarks>
internal static class OperationDetails
{
    private static readonly JsonEncodedText Sponsor = JsonEncodedText.Encode("sponsor");

    /// <summary>Writes the object.</summary>
    public static void Write(in OperationRow row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteBody(in row, json);
        ReadOnlySpan<byte> sponsor = SponsorshipDetails.SponsorOf(in row);
        if (!sponsor.IsEmpty) AccountJson.Write(json, Sponsor, sponsor);
        json.WriteEndObject();
    }

    private static void WriteBody(in OperationRow row, Utf8JsonWriter json)
    {
        switch (row.Body.Type)
        {
            case OperationType.CreateAccount: AccountDetails.WriteCreate(in row, json); break;
            case OperationType.AccountMerge: AccountDetails.WriteMerge(in row, json); break;
            case OperationType.SetOptions: AccountDetails.WriteSetOptions(in row, json); break;
            case OperationType.ManageData: AccountDetails.WriteManageData(in row, json); break;
            case OperationType.BumpSequence: AccountDetails.WriteBumpSequence(in row, json); break;
            case OperationType.Payment: PaymentDetails.WritePayment(in row, json); break;
            case OperationType.PathPaymentStrictReceive: PaymentDetails.WriteStrictReceive(in row, json); break;
            case OperationType.PathPaymentStrictSend: PaymentDetails.WriteStrictSend(in row, json); break;
            case OperationType.ManageSellOffer: OfferDetails.WriteSell(in row, json); break;
            case OperationType.ManageBuyOffer: OfferDetails.WriteBuy(in row, json); break;
            case OperationType.CreatePassiveSellOffer: OfferDetails.WritePassive(in row, json); break;
            case OperationType.ChangeTrust: TrustDetails.WriteChange(in row, json); break;
            case OperationType.AllowTrust: TrustDetails.WriteAllow(in row, json); break;
            case OperationType.SetTrustLineFlags: TrustDetails.WriteSetFlags(in row, json); break;
            case OperationType.Clawback: TrustDetails.WriteClawback(in row, json); break;
            case OperationType.CreateClaimableBalance: ClaimableBalanceDetails.WriteCreate(in row, json); break;
            case OperationType.ClaimClaimableBalance: ClaimableBalanceDetails.WriteClaim(in row, json); break;
            case OperationType.ClawbackClaimableBalance: ClaimableBalanceDetails.WriteClawback(in row, json); break;
            case OperationType.BeginSponsoringFutureReserves: SponsorshipDetails.WriteBegin(in row, json); break;
            case OperationType.EndSponsoringFutureReserves: SponsorshipDetails.WriteEnd(in row, json); break;
            case OperationType.RevokeSponsorship: SponsorshipDetails.WriteRevoke(in row, json); break;
            case OperationType.LiquidityPoolDeposit: PoolDetails.WriteDeposit(in row, json); break;
            case OperationType.LiquidityPoolWithdraw: PoolDetails.WriteWithdraw(in row, json); break;
            case OperationType.InvokeHostFunction: HostFunctionDetails.Write(in row, json); break;
            case OperationType.ExtendFootprintTtl: FootprintDetails.WriteExtend(in row, json); break;
            case OperationType.RestoreFootprint: FootprintDetails.WriteRestore(in row, json); break;
            case OperationType.Inflation: break; // has no details
            default: throw new InvalidOperationException($"OperationBody has no arm for {row.Body.Type}.");
        }
    }
}
