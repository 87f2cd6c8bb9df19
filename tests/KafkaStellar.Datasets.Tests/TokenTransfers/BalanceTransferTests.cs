namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Claimable balances and clawbacks.</summary>
public sealed class BalanceTransferTests
{
    private static readonly byte[][] s_removed = MadeXdr.RemovedBalance(MadeXdr.Claimable(Names.Balance, Names.Usdc, 50), Names.Balance);

    [Fact]
    public void A_created_balance_takes_its_asset_and_tells_no_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.CreateBalance(Names.Usdc, 50)).WithText("hello")).ShouldBe(["transfer A Balance 50 USDC"]);

    [Fact]
    public void A_balance_that_the_issuer_creates_is_a_mint() =>
        Told.Operations(new(MadeOperation.CreateBalance(Names.Usdc, 50) with { Source = Names.UsdcIssuer })).ShouldBe(["mint Balance 50 USDC"]);

    [Fact]
    public void A_claimed_balance_goes_to_who_claims_it_with_the_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.ClaimBalance(s_removed)).WithText("hello")).ShouldBe(["transfer Balance A 50 USDC text:hello"]);

    [Fact]
    public void A_claimer_that_is_muxed_is_told_apart() =>
        Told.Operations(new(MadeOperation.ClaimBalance(s_removed) with { SourceId = 123 })).ShouldBe(["transfer Balance A 50 USDC id:123"]);

    [Fact]
    public void A_balance_that_the_issuer_claims_is_a_burn() =>
        Told.Operations(new(MadeOperation.ClaimBalance(s_removed) with { Source = Names.UsdcIssuer })).ShouldBe(["burn Balance 50 USDC"]);

    [Fact]
    public void A_claim_that_removes_no_balance_is_refused() => Told.Refusal(new MadeTransaction(MadeOperation.ClaimBalance())).ShouldContain("no claimable balance is removed");

    [Fact]
    public void A_claim_that_removes_two_balances_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.ClaimBalance(s_removed, s_removed))).ShouldContain("more than one claimable balance is removed");

    [Fact]
    public void A_removal_without_the_entry_as_it_was_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.ClaimBalance([[.. s_removed[1..]]]))).ShouldContain("operation 1: a ledger entry is updated or removed");

    [Fact]
    public void A_clawback_is_from_the_account_under_a_muxed_one() =>
        Told.Operations(new MadeTransaction(MadeOperation.Clawback(Names.B, Names.Usdc, 5, id: 9) with { Source = Names.UsdcIssuer }).WithText("hello")).ShouldBe(["clawback B 5 USDC"]);

    [Fact]
    public void A_balance_is_clawed_back_from_itself() => Told.Operations(new(MadeOperation.ClawbackBalance(s_removed))).ShouldBe(["clawback Balance 50 USDC"]);

    [Fact]
    public void A_clawback_of_no_balance_is_refused() => Told.Refusal(new MadeTransaction(MadeOperation.ClawbackBalance())).ShouldContain("no claimable balance is removed");

    [Fact]
    public void A_meta_that_tells_no_changes_is_refused_where_changes_are_asked_for()
    {
        Told.Refusal(new MadeTransaction(MadeOperation.ClaimBalance(s_removed)) { MetaVersion = 0 }).ShouldContain("TransactionMeta V0");
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 1)) { MetaVersion = 0 }).ShouldBe(["transfer A B 1 native"]);
    }
}
