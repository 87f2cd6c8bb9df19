using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>The token transfers of one operation of a successful transaction, out of what it asked for, what came of it and what it changed.</summary>
/// <remarks>Whether the operation itself succeeded is not looked at: in a successful transaction all have. A result without what it should hold refuses the ledger.</remarks>
internal sealed class ClassicTransfers(TransferBuffer buffer, Movements movements, TransferProfile profile)
{
    private readonly PoolTransfers _pools = new(buffer, movements, profile);

    /// <summary>Adds the transfers of an operation; false for a kind of operation that moves nothing.</summary>
    /// <param name="body">The transaction.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="source">Its source account, muxed or not.</param>
    /// <param name="result">Its result.</param>
    /// <param name="meta">What the operations changed.</param>
    public bool Add(in TransactionBody body, OperationBody operation, int index, in Holder source, OperationResult result, ref MetaWalk meta)
    {
        switch (operation.Type)
        {
            case OperationType.CreateAccount:
                CreateAccountOp creation = operation.CreateAccountOp;
                movements.Add(buffer.Assets.Native, in source, Holder.Account(creation.Destination.Ed25519), creation.StartingBalance, body.Memo);
                return true;
            case OperationType.Payment:
                PaymentOp payment = operation.PaymentOp;
                movements.Add(buffer.Assets.Of(payment.Asset.Xdr), in source, Holder.Account(payment.Destination), payment.Amount, body.Memo);
                return true;
            case OperationType.PathPaymentStrictSend:
                AddStrictSend(in body, operation.PathPaymentStrictSendOp, in source, result);
                return true;
            case OperationType.PathPaymentStrictReceive:
                AddStrictReceive(in body, operation.PathPaymentStrictReceiveOp, in source, result);
                return true;
            case OperationType.ManageBuyOffer:
                ManageBuyOfferResult bought = ResultOf(result, OperationType.ManageBuyOffer).ManageBuyOfferResult;
                RequireSuccess((int)bought.Code);
                AddTrades(bought.Success.OffersClaimed, in source);
                return true;
            case OperationType.ManageSellOffer or OperationType.CreatePassiveSellOffer:
                // A passive offer's result stands in the arm of ManageSellOffer: stellar-core makes the one out of the other.
                ManageSellOfferResult sold = ResultOf(result, OperationType.ManageSellOffer).ManageSellOfferResult;
                RequireSuccess((int)sold.Code);
                AddTrades(sold.Success.OffersClaimed, in source);
                return true;
            case OperationType.AccountMerge:
                AccountMergeResult merge = ResultOf(result, OperationType.AccountMerge).AccountMergeResult;
                if (merge.Code != AccountMergeResultCode.Success) return true;
                movements.Add(buffer.Assets.Native, in source, Holder.Account(operation.Destination), merge.SourceAccountBalance, body.Memo);
                return true;
            case OperationType.Inflation:
                AddInflation(result);
                return true;
            case OperationType.CreateClaimableBalance:
                AddCreatedBalance(operation.CreateClaimableBalanceOp, in source, result);
                return true;
            case OperationType.ClaimClaimableBalance:
                ClaimableBalanceEntry claimed = RemovedBalance(meta.Changes(index));
                movements.Add(buffer.Assets.Of(claimed.Asset.Xdr), Holder.Balance(operation.ClaimClaimableBalanceOp.BalanceID), in source, claimed.Amount, body.Memo);
                return true;
            case OperationType.Clawback:
                ClawbackOp clawback = operation.ClawbackOp;
                AddClawback(clawback.Asset, Holder.Account(clawback.From).Reduced, clawback.Amount);
                return true;
            case OperationType.ClawbackClaimableBalance:
                ClaimableBalanceEntry clawedBack = RemovedBalance(meta.Changes(index));
                AddClawback(clawedBack.Asset, Holder.Balance(operation.ClawbackClaimableBalanceOp.BalanceID), clawedBack.Amount);
                return true;
            case OperationType.AllowTrust or OperationType.SetTrustLineFlags:
                _pools.AddRevocation(in body, index, meta.Changes(index));
                return true;
            case OperationType.LiquidityPoolDeposit:
                _pools.AddDeposit(in source, meta.Changes(index));
                return true;
            case OperationType.LiquidityPoolWithdraw:
                _pools.AddWithdrawal(in body, in source, meta.Changes(index));
                return true;
            default:
                return false;
        }
    }

    private void AddStrictSend(in TransactionBody body, PathPaymentStrictSendOp operation, in Holder source, OperationResult result)
    {
        PathPaymentStrictSendResult sent = ResultOf(result, OperationType.PathPaymentStrictSend).PathPaymentStrictSendResult;
        RequireSuccess((int)sent.Code);
        AddTrades(sent.Success.Offers, in source);
        movements.Add(buffer.Assets.Of(operation.DestAsset.Xdr), in source, Holder.Account(operation.Destination), sent.Success.Last.Amount, body.Memo);
    }

    private void AddStrictReceive(in TransactionBody body, PathPaymentStrictReceiveOp operation, in Holder source, OperationResult result)
    {
        PathPaymentStrictReceiveResult received = ResultOf(result, OperationType.PathPaymentStrictReceive).PathPaymentStrictReceiveResult;
        RequireSuccess((int)received.Code);
        AddTrades(received.Success.Offers, in source);
        movements.Add(buffer.Assets.Of(operation.DestAsset.Xdr), in source, Holder.Account(operation.Destination), operation.DestAmount, body.Memo);
    }

    // What the counterparty gives stands first; neither side of a trade is told apart by a memo.
    private void AddTrades(XdrList<ClaimAtom> claims, in Holder source)
    {
        foreach (ClaimAtom claim in claims)
        {
            switch (claim.Type)
            {
                case ClaimAtomType.V0:
                    ClaimOfferAtomV0 old = claim.V0;
                    AddTrade(Holder.Account(old.SellerEd25519), in source, old.AssetSold, old.AmountSold, old.AssetBought, old.AmountBought);
                    break;
                case ClaimAtomType.OrderBook:
                    ClaimOfferAtom offer = claim.OrderBook;
                    AddTrade(Holder.Account(offer.SellerID.Ed25519), in source, offer.AssetSold, offer.AmountSold, offer.AssetBought, offer.AmountBought);
                    break;
                case ClaimAtomType.LiquidityPool:
                    ClaimLiquidityAtom pool = claim.LiquidityPool;
                    AddTrade(Holder.Pool(pool.LiquidityPoolID), in source, pool.AssetSold, pool.AmountSold, pool.AssetBought, pool.AmountBought);
                    break;
                default:
                    throw new InvalidOperationException($"ClaimAtom has no arm for {claim.Type}.");
            }
        }
    }

    private void AddTrade(in Holder counterparty, in Holder source, Asset sold, long amountSold, Asset bought, long amountBought)
    {
        movements.Add(buffer.Assets.Of(sold.Xdr), in counterparty, in source, amountSold);
        movements.Add(buffer.Assets.Of(bought.Xdr), in source, in counterparty, amountBought);
    }

    private void AddInflation(OperationResult result)
    {
        InflationResult inflation = ResultOf(result, OperationType.Inflation).InflationResult;
        RequireSuccess((int)inflation.Code);
        foreach (InflationPayout payout in inflation.Payouts)
        {
            ref TransferEvent mint = ref buffer.AddEvent(TransferType.Mint, buffer.Assets.Native, payout.Amount);
            mint.To = Holder.Account(payout.Destination.Ed25519);
        }
    }

    private void AddCreatedBalance(CreateClaimableBalanceOp operation, in Holder source, OperationResult result)
    {
        CreateClaimableBalanceResult created = ResultOf(result, OperationType.CreateClaimableBalance).CreateClaimableBalanceResult;
        RequireSuccess((int)created.Code);
        movements.Add(buffer.Assets.Of(operation.Asset.Xdr), in source, Holder.Balance(created.BalanceID), operation.Amount);
    }

    private void AddClawback(Asset asset, in Holder from, long amount)
    {
        ref TransferEvent added = ref buffer.AddEvent(TransferType.Clawback, buffer.Assets.Of(asset.Xdr), amount);
        added.From = from;
    }

    private ClaimableBalanceEntry RemovedBalance(ReadOnlySpan<byte> changes)
    {
        ReadOnlySpan<byte> removed = default;
        var walk = new EntryChanges(changes);
        while (walk.MoveNext())
        {
            if (walk.Kind != LedgerEntryChangeType.Removed || walk.Type != LedgerEntryType.ClaimableBalance) continue;
            if (!removed.IsEmpty) throw buffer.Refused("more than one claimable balance is removed");
            removed = walk.Before;
        }

        if (removed.IsEmpty) throw buffer.Refused("no claimable balance is removed");
        return EntryChanges.Read<ClaimableBalanceEntry>(removed);
    }

    private OperationResultTr ResultOf(OperationResult result, OperationType type)
    {
        if (result.Code != OperationResultCode.Inner) throw buffer.Refused("an operation of a successful transaction has no inner result");
        OperationResultTr inner = result.Tr;
        if (inner.Type != type) throw buffer.Refused($"a result of kind {(int)inner.Type} where {(int)type} is due");
        return inner;
    }

    private void RequireSuccess(int code)
    {
        if (code != 0) throw buffer.Refused($"an operation of a successful transaction ended with {code}");
    }
}
