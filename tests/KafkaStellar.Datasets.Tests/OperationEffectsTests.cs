using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.OperationXdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>What details tell of an operation beyond its body: sponsors and pools, from what it changed.</summary>
public sealed class OperationEffectsTests
{
    private static readonly byte[] s_source = Envelopes.Key;
    private static readonly byte[] s_other = MadeOperation.Other;
    private static readonly byte[] s_third = MadeLedger.Fill(0x77);

    [Fact]
    public void Who_pays_for_a_new_entry_is_its_sponsor() =>
        new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque("n"u8).Bool(false)).WithChanges(SponsoredData(s_other)).Details()
            .ShouldBe($$"""{"name":"n","value":null,"sponsor":"{{G(s_other)}}"}""");

    [Fact]
    public void Each_operation_has_the_changes_of_its_own_place() =>
        new MadeOperation()
            .With(OperationType.Inflation).WithChanges()
            .With(OperationType.ManageData, xdr => xdr.VarOpaque("m"u8).Bool(false)).WithChanges(SponsoredData(s_third))
            .With(OperationType.Inflation).WithChanges(SponsoredData(s_third))
            .With(OperationType.ManageData, xdr => xdr.VarOpaque("n"u8).Bool(false)).WithChanges(SponsoredData(s_other))
            .Details().ShouldBe($$"""{"name":"n","value":null,"sponsor":"{{G(s_other)}}"}""");

    [Fact]
    public void Who_comes_to_pay_for_a_signer_is_its_sponsor_and_who_paid_before_is_not()
    {
        Sponsor(before: null, after: s_other).ShouldBe(G(s_other));
        Sponsor(before: s_third, after: s_other).ShouldBe(G(s_other));
        Sponsor(before: s_other, after: s_other).ShouldBeNull();
        Sponsor(before: s_other, after: null).ShouldBeNull();
    }

    [Fact]
    public void The_end_of_a_sponsorship_names_who_began_it()
    {
        MadeOperation Sandwich(bool isSuccessful) => new MadeOperation { IsSuccessful = isSuccessful, MuxedId = 4 }
            .With(OperationType.BeginSponsoringFutureReserves, xdr => xdr.Account(s_other))
            .With(OperationType.BeginSponsoringFutureReserves, xdr => xdr.Account(s_third), source: s_third)
            .With(OperationType.EndSponsoringFutureReserves, source: s_other);

        Sandwich(isSuccessful: true).Details().ShouldBe($$"""{"begin_sponsor":"{{G(s_source)}}","begin_sponsor_muxed":"{{M(s_source, 4)}}","begin_sponsor_muxed_id":4}""");
        Sandwich(isSuccessful: false).Details().ShouldBe("{}");
        new MadeOperation().With(OperationType.BeginSponsoringFutureReserves, xdr => xdr.Account(s_other)).Details().ShouldBe($$"""{"sponsored_id":"{{G(s_other)}}"}""");
    }

    [Fact]
    public void A_revoked_sponsorship_names_what_it_was_for()
    {
        Revoked(xdr => xdr.Int32(1).Account(s_other).Int32((int)SignerKeyType.Ed25519).Opaque(s_source))
            .ShouldBe($$"""{"signer_account_id":"{{G(s_other)}}","signer_key":"{{G(s_source)}}"}""");
        Entry(LedgerEntryType.Account, xdr => xdr.Account(s_other)).ShouldBe($$"""{"account_id":"{{G(s_other)}}"}""");
        Entry(LedgerEntryType.Offer, xdr => xdr.Account(s_other).Int64(12)).ShouldBe("""{"offer_id":12}""");
        Entry(LedgerEntryType.Data, xdr => xdr.Account(s_other).VarOpaque([0xfe])).ShouldBe($$"""{"data_account_id":"{{G(s_other)}}","data_name":"\\xfe","data_name_base64":"/g=="}""");
        Entry(LedgerEntryType.ClaimableBalance, xdr => xdr.Balance(1)).ShouldBe($$"""{"claimable_balance_id":"00000000{{Hex(1)}}","claimable_balance_id_strkey":"{{B(1)}}"}""");
        Entry(LedgerEntryType.LiquidityPool, xdr => xdr.Opaque(MadeLedger.Fill(2))).ShouldBe($$"""{"liquidity_pool_id":"{{Hex(2)}}","liquidity_pool_id_strkey":"{{L(2)}}"}""");
        Entry(LedgerEntryType.Trustline, xdr => xdr.Account(s_other).Credit("USD", s_source))
            .ShouldBe($$"""{"trustline_account_id":"{{G(s_other)}}","trustline_asset":"USD:{{G(s_source)}}"}""");
        Entry(LedgerEntryType.Trustline, xdr => xdr.Account(s_other).Int32((int)AssetType.PoolShare).Opaque(MadeLedger.Fill(3)))
            .ShouldBe($$"""{"trustline_account_id":"{{G(s_other)}}","trustline_liquidity_pool_id":"{{Hex(3)}}","trustline_liquidity_pool_id_strkey":"{{L(3)}}"}""");
    }

    [Fact]
    public void A_deposit_tells_what_went_into_the_pool_that_it_names()
    {
        JsonElement details = JsonElement.Parse(Deposit(isSuccessful: true).WithChanges(
            Pool(LedgerEntryChangeType.State, id: 8, 1, 1, 1), Pool(LedgerEntryChangeType.Updated, id: 8, 9, 9, 9),
            Pool(LedgerEntryChangeType.State, id: 9, 100, 200, 300), Pool(LedgerEntryChangeType.Updated, id: 9, 110, 220, 330)).Details());

        details.GetProperty("liquidity_pool_id").GetString().ShouldBe(Hex(9));
        details.GetProperty("liquidity_pool_id_strkey").GetString().ShouldBe(L(9));
        details.GetProperty("reserve_a_asset_type").GetString().ShouldBe("native");
        details.GetProperty("reserve_b_asset_code").GetString().ShouldBe("USD");
        details.GetProperty("reserve_a_max_amount").GetString().ShouldBe("0.0000050");
        details.GetProperty("reserve_a_deposit_amount").GetString().ShouldBe("0.0000010");
        details.GetProperty("reserve_b_deposit_amount").GetString().ShouldBe("0.0000020");
        details.GetProperty("shares_received").GetString().ShouldBe("0.0000030");
        details.GetProperty("min_price").GetString().ShouldBe("0.5000000");
        details.GetProperty("max_price_r").GetRawText().ShouldBe("""{"n":2,"d":1}""");
    }

    [Fact]
    public void A_deposit_that_failed_moved_nothing_and_does_not_know_the_assets()
    {
        JsonElement details = JsonElement.Parse(Deposit(isSuccessful: false).Details());

        details.GetProperty("reserve_a_deposit_amount").GetString().ShouldBe("0.0000000");
        details.GetProperty("shares_received").GetString().ShouldBe("0.0000000");
        details.TryGetProperty("reserve_a_asset_type", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_last_withdrawal_empties_a_pool()
    {
        JsonElement details = JsonElement.Parse(new MadeOperation()
            .With(OperationType.LiquidityPoolWithdraw, xdr => xdr.Opaque(MadeLedger.Fill(9)).Int64(300).Int64(1).Int64(2))
            .WithChanges(Pool(LedgerEntryChangeType.State, id: 9, 100, 200, 300),
                xdr => xdr.Int32((int)LedgerEntryChangeType.Removed).Int32((int)LedgerEntryType.LiquidityPool).Opaque(MadeLedger.Fill(9))).Details());

        details.GetProperty("reserve_a_withdraw_amount").GetString().ShouldBe("0.0000100");
        details.GetProperty("reserve_b_withdraw_amount").GetString().ShouldBe("0.0000200");
        details.GetProperty("reserve_b_min_amount").GetString().ShouldBe("0.0000002");
        details.GetProperty("reserve_b_asset_issuer").GetString().ShouldBe(G(s_other));
        details.GetProperty("shares").GetString().ShouldBe("0.0000300");
    }

    // CAP-33: a claimable balance has a sponsor from its beginning. The ledgers hold meta of versions 2, 3 and 4.
    [SkippableFact]
    public void Every_claimable_balance_that_was_made_on_pubnet_has_a_sponsor()
    {
        JsonElement[] made = [.. SelectedRows.Of("operations", new Selection { OperationTypes = [OperationType.CreateClaimableBalance], SuccessfulOnly = true }, "operation_data")
            .Select(row => JsonElement.Parse(row.GetProperty("operation_data").GetString()!))];

        made.ShouldNotBeEmpty();
        made.ShouldAllBe(details => details.GetProperty("sponsor").GetString()![0] == 'G');
    }

    private static string? Sponsor(byte[]? before, byte[]? after)
    {
        string details = new MadeOperation().With(OperationType.SetOptions, xdr =>
        {
            for (int i = 0; i < 8; i++) xdr.Bool(false);
            xdr.Bool(true).Int32((int)SignerKeyType.Ed25519).Opaque(s_source).UInt32(1);
        }).WithChanges(SignedAccount(LedgerEntryChangeType.State, s_source, before), SignedAccount(LedgerEntryChangeType.Updated, s_source, after)).Details();
        return JsonElement.Parse(details).TryGetProperty("sponsor", out JsonElement sponsor) ? sponsor.GetString() : null;
    }

    private static MadeOperation Deposit(bool isSuccessful) => new MadeOperation { IsSuccessful = isSuccessful }
        .With(OperationType.LiquidityPoolDeposit, xdr => xdr.Opaque(MadeLedger.Fill(9)).Int64(50).Int64(60).Price(1, 2).Price(2, 1));

    private static string Entry(LedgerEntryType type, Action<XdrWriter> key) => Revoked(xdr => key(xdr.Int32(0).Int32((int)type)));

    private static string Revoked(Action<XdrWriter> what) => new MadeOperation().With(OperationType.RevokeSponsorship, what).Details();
}
