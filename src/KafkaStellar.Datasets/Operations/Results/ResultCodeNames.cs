using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>The code in the result of each type of operation, by its XDR name in lower case.</summary>
internal static class ResultCodeNames
{
    public static ReadOnlySpan<byte> Of(OperationResultTr result) => result.Type switch
    {
        OperationType.CreateAccount => result.CreateAccountResult.Code.XdrName(),
        OperationType.Payment => result.PaymentResult.Code.XdrName(),
        OperationType.PathPaymentStrictReceive => result.PathPaymentStrictReceiveResult.Code.XdrName(),
        OperationType.ManageSellOffer => result.ManageSellOfferResult.Code.XdrName(),
        OperationType.CreatePassiveSellOffer => result.CreatePassiveSellOfferResult.Code.XdrName(),
        OperationType.SetOptions => result.SetOptionsResult.Code.XdrName(),
        OperationType.ChangeTrust => result.ChangeTrustResult.Code.XdrName(),
        OperationType.AllowTrust => result.AllowTrustResult.Code.XdrName(),
        OperationType.AccountMerge => result.AccountMergeResult.Code.XdrName(),
        OperationType.Inflation => result.InflationResult.Code.XdrName(),
        OperationType.ManageData => result.ManageDataResult.Code.XdrName(),
        OperationType.BumpSequence => result.BumpSeqResult.Code.XdrName(),
        OperationType.ManageBuyOffer => result.ManageBuyOfferResult.Code.XdrName(),
        OperationType.PathPaymentStrictSend => result.PathPaymentStrictSendResult.Code.XdrName(),
        OperationType.CreateClaimableBalance => result.CreateClaimableBalanceResult.Code.XdrName(),
        OperationType.ClaimClaimableBalance => result.ClaimClaimableBalanceResult.Code.XdrName(),
        OperationType.BeginSponsoringFutureReserves => result.BeginSponsoringFutureReservesResult.Code.XdrName(),
        OperationType.EndSponsoringFutureReserves => result.EndSponsoringFutureReservesResult.Code.XdrName(),
        OperationType.RevokeSponsorship => result.RevokeSponsorshipResult.Code.XdrName(),
        OperationType.Clawback => result.ClawbackResult.Code.XdrName(),
        OperationType.ClawbackClaimableBalance => result.ClawbackClaimableBalanceResult.Code.XdrName(),
        OperationType.SetTrustLineFlags => result.SetTrustLineFlagsResult.Code.XdrName(),
        OperationType.LiquidityPoolDeposit => result.LiquidityPoolDepositResult.Code.XdrName(),
        OperationType.LiquidityPoolWithdraw => result.LiquidityPoolWithdrawResult.Code.XdrName(),
        OperationType.InvokeHostFunction => result.InvokeHostFunctionResult.Code.XdrName(),
        OperationType.ExtendFootprintTtl => result.ExtendFootprintTTLResult.Code.XdrName(),
        OperationType.RestoreFootprint => result.RestoreFootprintResult.Code.XdrName(),
        _ => throw new InvalidOperationException($"OperationResultTr has no arm for {result.Type}."),
    };
}
