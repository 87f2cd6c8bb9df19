using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of sponsorships: who pays the reserve for what another account owns.</summary>
internal static class SponsorshipDetails
{
    private static readonly AccountNames BeginSponsor = new("begin_sponsor");
    private static readonly IdNames BalanceId = new("claimable_balance_id");
    private static readonly IdNames PoolId = new("liquidity_pool_id");
    private static readonly IdNames TrustLinePoolId = new("trustline_liquidity_pool_id");
    private static readonly TextNames DataName = new("data_name");
    private static readonly TextNames TrustLineAsset = new("trustline_asset");
    private static readonly JsonEncodedText SponsoredId = JsonEncodedText.Encode("sponsored_id");
    private static readonly JsonEncodedText AccountId = JsonEncodedText.Encode("account_id");
    private static readonly JsonEncodedText DataAccountId = JsonEncodedText.Encode("data_account_id");
    private static readonly JsonEncodedText OfferId = JsonEncodedText.Encode("offer_id");
    private static readonly JsonEncodedText TrustLineAccountId = JsonEncodedText.Encode("trustline_account_id");
    private static readonly JsonEncodedText SignerAccountId = JsonEncodedText.Encode("signer_account_id");
    private static readonly JsonEncodedText SignerKey = JsonEncodedText.Encode("signer_key");

    public static void WriteBegin(in OperationRow row, Utf8JsonWriter json) =>
        AccountJson.Write(json, SponsoredId, row.Body.BeginSponsoringFutureReservesOp.SponsoredID);

    // The sponsor is who began: the last operation before that named this source. A failed transaction need not have begun properly.
    public static void WriteEnd(in OperationRow row, Utf8JsonWriter json)
    {
        if (!row.IsSuccessful) return;
        Operation begin = default;
        uint index = 0;
        foreach (Operation operation in row.Operations)
        {
            if (++index >= row.Index) break;
            if (operation.Body.Type == OperationType.BeginSponsoringFutureReserves
                && operation.Body.BeginSponsoringFutureReservesOp.SponsoredID.Ed25519.SequenceEqual(row.SourceKey)) begin = operation;
        }

        if (begin.Body.Xdr.IsEmpty) return;
        if (begin.SourceAccount.HasValue) AccountJson.Write(json, BeginSponsor, begin.SourceAccount.Value);
        else if (row.TransactionSource.Xdr.IsEmpty) AccountJson.Write(json, BeginSponsor.Account, row.TransactionSourceKey);
        else AccountJson.Write(json, BeginSponsor, row.TransactionSource);
    }

    public static void WriteRevoke(in OperationRow row, Utf8JsonWriter json)
    {
        RevokeSponsorshipOp operation = row.Body.RevokeSponsorshipOp;
        if (operation.Type == RevokeSponsorshipType.LedgerEntry)
        {
            WriteLedgerKey(json, operation.LedgerKey);
            return;
        }

        AccountJson.Write(json, SignerAccountId, operation.Signer.AccountID);
        AccountJson.WriteSigner(json, SignerKey, operation.Signer.SignerKey);
    }

    /// <summary>The key of who pays the reserve of what the operation made: a signer, or a ledger entry; empty for nobody else.</summary>
    public static ReadOnlySpan<byte> SponsorOf(in OperationRow row)
    {
        if (row.Body.Type != OperationType.SetOptions || !row.Body.SetOptionsOp.Signer.HasValue) return row.Effects.Sponsor;
        ReadOnlySpan<byte> sponsor = SignerSponsor.Of(row.Effects.Changes, row.Body.SetOptionsOp.Signer.Value.Key);
        return sponsor.IsEmpty ? row.Effects.Sponsor : sponsor;
    }

    // Other kinds of entries cannot be sponsored.
    private static void WriteLedgerKey(Utf8JsonWriter json, LedgerKey key)
    {
        switch (key.Type)
        {
            case LedgerEntryType.Account: AccountJson.Write(json, AccountId, key.Account.AccountID); break;
            case LedgerEntryType.ClaimableBalance: IdJson.Write(json, BalanceId, key.ClaimableBalance.BalanceID); break;
            case LedgerEntryType.Offer: json.WriteNumber(OfferId, key.Offer.OfferID); break;
            case LedgerEntryType.LiquidityPool: IdJson.WritePool(json, PoolId, key.LiquidityPool.LiquidityPoolID); break;
            case LedgerEntryType.Trustline: WriteTrustLine(json, key.TrustLine); break;
            case LedgerEntryType.Data:
                AccountJson.Write(json, DataAccountId, key.Data.AccountID);
                TextJson.Write(json, DataName, key.Data.DataName);
                break;
        }
    }

    private static void WriteTrustLine(Utf8JsonWriter json, LedgerKeyTrustLine line)
    {
        AccountJson.Write(json, TrustLineAccountId, line.AccountID);
        if (line.Asset.Type == AssetType.PoolShare) IdJson.WritePool(json, TrustLinePoolId, line.Asset.LiquidityPoolID);
        else AssetJson.WriteCanonical(json, TrustLineAsset, line.Asset.Xdr);
    }
}
