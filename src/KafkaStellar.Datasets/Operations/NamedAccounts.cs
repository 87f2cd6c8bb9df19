using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>The accounts that an operation's body names as taking part, for filters.</summary>
/// <remarks>
/// Who receives, trusts, claims, is sponsored, is clawed back from, or is given to a contract as an argument. Issuers of assets and
/// signers are not: anybody can name those.
/// </remarks>
internal static class NamedAccounts
{
    /// <summary>Whether one of them, by its ed25519 key, is in the set; of a muxed account, the account under it; of contracts, which are named in arguments only, the id.</summary>
    public static bool AnyOf(OperationBody body, ByteSet accounts) => body.Type switch
    {
        OperationType.CreateAccount => accounts.Contains(body.CreateAccountOp.Destination.Ed25519),
        OperationType.Payment => Has(accounts, body.PaymentOp.Destination),
        OperationType.PathPaymentStrictReceive => Has(accounts, body.PathPaymentStrictReceiveOp.Destination),
        OperationType.PathPaymentStrictSend => Has(accounts, body.PathPaymentStrictSendOp.Destination),
        OperationType.SetOptions => body.SetOptionsOp.InflationDest.HasValue && accounts.Contains(body.SetOptionsOp.InflationDest.Value.Ed25519),
        OperationType.AllowTrust => accounts.Contains(body.AllowTrustOp.Trustor.Ed25519),
        OperationType.SetTrustLineFlags => accounts.Contains(body.SetTrustLineFlagsOp.Trustor.Ed25519),
        OperationType.AccountMerge => Has(accounts, body.Destination),
        OperationType.CreateClaimableBalance => AnyOf(body.CreateClaimableBalanceOp.Claimants, accounts),
        OperationType.BeginSponsoringFutureReserves => accounts.Contains(body.BeginSponsoringFutureReservesOp.SponsoredID.Ed25519),
        OperationType.RevokeSponsorship => AnyOf(body.RevokeSponsorshipOp, accounts),
        OperationType.Clawback => Has(accounts, body.ClawbackOp.From),
        OperationType.InvokeHostFunction => AnyOf(body.InvokeHostFunctionOp.HostFunction, accounts),
        _ => false,
    };

    private static bool Has(ByteSet accounts, MuxedAccount account) => accounts.Contains(TransactionBody.Ed25519Of(account));

    private static bool Has(ByteSet accounts, SCAddress address) => accounts.Contains(AddressKey.Of(address));

    private static bool AnyOf(XdrList<Claimant> claimants, ByteSet accounts)
    {
        foreach (Claimant claimant in claimants)
        {
            if (accounts.Contains(claimant.V0.Destination.Ed25519)) return true;
        }

        return false;
    }

    private static bool AnyOf(RevokeSponsorshipOp operation, ByteSet accounts)
    {
        if (operation.Type == RevokeSponsorshipType.Signer) return accounts.Contains(operation.Signer.AccountID.Ed25519);
        LedgerKey key = operation.LedgerKey;
        return key.Type switch
        {
            LedgerEntryType.Account => accounts.Contains(key.Account.AccountID.Ed25519),
            LedgerEntryType.Trustline => accounts.Contains(key.TrustLine.AccountID.Ed25519),
            LedgerEntryType.Offer => accounts.Contains(key.Offer.SellerID.Ed25519),
            LedgerEntryType.Data => accounts.Contains(key.Data.AccountID.Ed25519),
            _ => false,
        };
    }

    private static bool AnyOf(HostFunction function, ByteSet accounts) => function.Type switch
    {
        HostFunctionType.InvokeContract => AnyOf(function.InvokeContract.Args, accounts),
        HostFunctionType.CreateContract => IsFrom(function.CreateContract.ContractIDPreimage, accounts),
        HostFunctionType.CreateContractV2 =>
            IsFrom(function.CreateContractV2.ContractIDPreimage, accounts) || AnyOf(function.CreateContractV2.ConstructorArgs, accounts),
        _ => false,
    };

    private static bool AnyOf(XdrList<SCVal> arguments, ByteSet accounts)
    {
        foreach (SCVal argument in arguments)
        {
            if (argument.Type == SCValType.Address && Has(accounts, argument.Address)) return true;
        }

        return false;
    }

    private static bool IsFrom(ContractIDPreimage preimage, ByteSet accounts) =>
        preimage.Type == ContractIDPreimageType.Address && Has(accounts, preimage.FromAddress.Address);
}
