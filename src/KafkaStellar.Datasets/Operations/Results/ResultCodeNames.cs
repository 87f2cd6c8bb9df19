using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>The code in the result of each type of operation, by its XDR name in lower case.</summary>
internal static class ResultCodeNames
{
    public static ReadOnlySpan<byte> Of(OperationResultTr result) => Of(result.Type, BinaryPrimitives.ReadInt32BigEndian(result.Xdr[sizeof(int)..]));

    // The code stands after the type, whatever else the result holds; which there are was checked before.
    private static ReadOnlySpan<byte> Of(OperationType type, int code) => type switch
    {
        OperationType.CreateAccount => ((CreateAccountResultCode)code).XdrName(),
        OperationType.Payment => ((PaymentResultCode)code).XdrName(),
        OperationType.PathPaymentStrictReceive => ((PathPaymentStrictReceiveResultCode)code).XdrName(),
        OperationType.ManageSellOffer => ((ManageSellOfferResultCode)code).XdrName(),
        OperationType.CreatePassiveSellOffer => ((ManageSellOfferResultCode)code).XdrName(),
        OperationType.SetOptions => ((SetOptionsResultCode)code).XdrName(),
        OperationType.ChangeTrust => ((ChangeTrustResultCode)code).XdrName(),
        OperationType.AllowTrust => ((AllowTrustResultCode)code).XdrName(),
        OperationType.AccountMerge => ((AccountMergeResultCode)code).XdrName(),
        OperationType.Inflation => ((InflationResultCode)code).XdrName(),
        OperationType.ManageData => ((ManageDataResultCode)code).XdrName(),
        OperationType.BumpSequence => ((BumpSequenceResultCode)code).XdrName(),
        OperationType.ManageBuyOffer => ((ManageBuyOfferResultCode)code).XdrName(),
        OperationType.PathPaymentStrictSend => ((PathPaymentStrictSendResultCode)code).XdrName(),
        OperationType.CreateClaimableBalance => ((CreateClaimableBalanceResultCode)code).XdrName(),
        OperationType.ClaimClaimableBalance => ((ClaimClaimableBalanceResultCode)code).XdrName(),
        OperationType.BeginSponsoringFutureReserves => ((BeginSponsoringFutureReservesResultCode)code).XdrName(),
        OperationType.EndSponsoringFutureReserves => ((EndSponsoringFutureReservesResultCode)code).XdrName(),
        OperationType.RevokeSponsorship => ((RevokeSponsorshipResultCode)code).XdrName(),
        OperationType.Clawback => ((ClawbackResultCode)code).XdrName(),
        OperationType.ClawbackClaimableBalance => ((ClawbackClaimableBalanceResultCode)code).XdrName(),
        OperationType.SetTrustLineFlags => ((SetTrustLineFlagsResultCode)code).XdrName(),
        OperationType.LiquidityPoolDeposit => ((LiquidityPoolDepositResultCode)code).XdrName(),
        OperationType.LiquidityPoolWithdraw => ((LiquidityPoolWithdrawResultCode)code).XdrName(),
        OperationType.InvokeHostFunction => ((InvokeHostFunctionResultCode)code).XdrName(),
        OperationType.ExtendFootprintTtl => ((ExtendFootprintTTLResultCode)code).XdrName(),
        OperationType.RestoreFootprint => ((RestoreFootprintResultCode)code).XdrName(),
        _ => throw new InvalidOperationException($"OperationResultTr has no arm for {type}."),
    };
}
