using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>The assets that an operation's body names, for filters.</summary>
internal static class NamedAssets
{
    /// <summary>Whether one of them, as the XDR of Asset, is in the set.</summary>
    /// <param name="body">What the operation asks for.</param>
    /// <param name="source">The key of who it is done for: an allow_trust names only the code of an asset that this account issues.</param>
    /// <param name="assets">The assets looked for.</param>
    public static bool AnyOf(OperationBody body, ReadOnlySpan<byte> source, ByteSet assets) => body.Type switch
    {
        OperationType.Payment => assets.Contains(body.PaymentOp.Asset.Xdr),
        OperationType.PathPaymentStrictReceive => AnyOf(body.PathPaymentStrictReceiveOp, assets),
        OperationType.PathPaymentStrictSend => AnyOf(body.PathPaymentStrictSendOp, assets),
        OperationType.ManageSellOffer => assets.Contains(body.ManageSellOfferOp.Selling.Xdr) || assets.Contains(body.ManageSellOfferOp.Buying.Xdr),
        OperationType.ManageBuyOffer => assets.Contains(body.ManageBuyOfferOp.Selling.Xdr) || assets.Contains(body.ManageBuyOfferOp.Buying.Xdr),
        OperationType.CreatePassiveSellOffer =>
            assets.Contains(body.CreatePassiveSellOfferOp.Selling.Xdr) || assets.Contains(body.CreatePassiveSellOfferOp.Buying.Xdr),
        OperationType.ChangeTrust => AnyOf(body.ChangeTrustOp.Line, assets),
        OperationType.AllowTrust => assets.Contains(OperationAsset.Of(body.AllowTrustOp.Asset, source, stackalloc byte[OperationAsset.MaxSize])),
        OperationType.SetTrustLineFlags => assets.Contains(body.SetTrustLineFlagsOp.Asset.Xdr),
        OperationType.Clawback => assets.Contains(body.ClawbackOp.Asset.Xdr),
        OperationType.CreateClaimableBalance => assets.Contains(body.CreateClaimableBalanceOp.Asset.Xdr),
        OperationType.RevokeSponsorship => AnyOf(body.RevokeSponsorshipOp, assets),
        OperationType.InvokeHostFunction => AnyOf(body.InvokeHostFunctionOp.HostFunction, assets),
        _ => false,
    };

    private static bool AnyOf(PathPaymentStrictReceiveOp operation, ByteSet assets) =>
        assets.Contains(operation.SendAsset.Xdr) || assets.Contains(operation.DestAsset.Xdr) || AnyOf(operation.Path, assets);

    private static bool AnyOf(PathPaymentStrictSendOp operation, ByteSet assets) =>
        assets.Contains(operation.SendAsset.Xdr) || assets.Contains(operation.DestAsset.Xdr) || AnyOf(operation.Path, assets);

    private static bool AnyOf(XdrList<Asset> path, ByteSet assets)
    {
        foreach (Asset asset in path)
        {
            if (assets.Contains(asset.Xdr)) return true;
        }

        return false;
    }

    // A line of pool shares names the two assets of the pool; another line has the bytes of its asset.
    private static bool AnyOf(ChangeTrustAsset line, ByteSet assets)
    {
        if (line.Type != AssetType.PoolShare) return assets.Contains(line.Xdr);
        LiquidityPoolConstantProductParameters pool = line.LiquidityPool.ConstantProduct;
        return assets.Contains(pool.AssetA.Xdr) || assets.Contains(pool.AssetB.Xdr);
    }

    private static bool AnyOf(RevokeSponsorshipOp operation, ByteSet assets) =>
        operation.Type == RevokeSponsorshipType.LedgerEntry
        && operation.LedgerKey.Type == LedgerEntryType.Trustline
        && assets.Contains(operation.LedgerKey.TrustLine.Asset.Xdr);

    private static bool AnyOf(HostFunction function, ByteSet assets) => function.Type switch
    {
        HostFunctionType.CreateContract => AnyOf(function.CreateContract.ContractIDPreimage, assets),
        HostFunctionType.CreateContractV2 => AnyOf(function.CreateContractV2.ContractIDPreimage, assets),
        _ => false,
    };

    private static bool AnyOf(ContractIDPreimage preimage, ByteSet assets) =>
        preimage.Type == ContractIDPreimageType.Asset && assets.Contains(preimage.FromAsset.Xdr);
}
