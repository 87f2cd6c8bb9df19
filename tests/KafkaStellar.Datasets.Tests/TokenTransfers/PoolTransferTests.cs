using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Liquidity pools: deposits, withdrawals, and what a revoked trustline redeems.</summary>
public sealed class PoolTransferTests
{
    private static readonly byte[][] s_moved = MadeXdr.Updated(MadeXdr.Pool(5, 10), MadeXdr.Pool(1, 3));

    [Fact]
    public void A_deposit_into_a_new_pool_is_all_of_its_reserves() =>
        Told.Operations(new MadeTransaction(MadeOperation.Deposit(MadeXdr.Created(MadeXdr.Pool(5, 10)))).WithText("hello")).ShouldBe(["transfer A Pool 5 BTC", "transfer A Pool 10 ETH"]);

    [Fact]
    public void A_deposit_into_a_pool_is_how_far_its_reserves_moved() =>
        Told.Operations(new(MadeOperation.Deposit(MadeXdr.Updated(MadeXdr.Pool(1, 3), MadeXdr.Pool(5, 10))))).ShouldBe(["transfer A Pool 4 BTC", "transfer A Pool 7 ETH"]);

    [Fact]
    public void A_deposit_of_an_issuer_is_a_mint() =>
        Told.Operations(new(MadeOperation.Deposit(MadeXdr.Created(MadeXdr.Pool(5, 10))) with { Source = Names.BtcIssuer })).ShouldBe(["mint Pool 5 BTC", "transfer BtcIssuer Pool 10 ETH"]);

    [Fact]
    public void A_withdrawal_is_how_far_the_reserves_moved_with_the_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.Withdraw(s_moved)).WithText("hello")).ShouldBe(["transfer Pool A 4 BTC text:hello", "transfer Pool A 7 ETH text:hello"]);

    [Fact]
    public void A_withdrawal_of_all_removes_the_pool() =>
        Told.Operations(new(MadeOperation.Withdraw(MadeXdr.RemovedPool(MadeXdr.Pool(5, 10))) with { Source = Names.EthIssuer })).ShouldBe(["transfer Pool EthIssuer 5 BTC", "burn Pool 10 ETH"]);

    [Fact]
    public void A_withdrawal_of_nothing_is_told() =>
        Told.Operations(new(MadeOperation.Withdraw(MadeXdr.Updated(MadeXdr.Pool(5, 10), MadeXdr.Pool(5, 9))))).ShouldBe(["transfer Pool A 0 BTC", "transfer Pool A 1 ETH"]);

    [Fact]
    public void A_deposit_of_nothing_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.Deposit(MadeXdr.Updated(MadeXdr.Pool(5, 10), MadeXdr.Pool(5, 11))))).ShouldContain("a deposit that leaves a reserve as it was");

    [Fact]
    public void A_deposit_that_changes_no_pool_or_two_is_refused()
    {
        Told.Refusal(new MadeTransaction(MadeOperation.Deposit())).ShouldContain("no liquidity pool is changed");
        Told.Refusal(new MadeTransaction(MadeOperation.Withdraw(s_moved, s_moved))).ShouldContain("more than one liquidity pool is changed");
    }

    [Fact]
    public void A_pool_that_was_restored_is_a_change_of_all_of_its_reserves() =>
        Told.Operations(new(MadeOperation.Deposit([[MadeXdr.Change(LedgerEntryChangeType.Restored, MadeXdr.Pool(5, 10))]]))).ShouldBe(["transfer A Pool 5 BTC", "transfer A Pool 10 ETH"]);

    [Fact]
    public void A_revocation_that_changes_no_pool_moves_nothing() => Told.Operations(new(MadeOperation.SetFlags(Balance(Names.Btc, 4)))).ShouldBeEmpty();

    [Fact]
    public void A_revocation_that_creates_no_balance_moves_nothing() => Told.Operations(new(MadeOperation.AllowTrust(s_moved))).ShouldBeEmpty();

    [Fact]
    public void A_revocation_moves_both_assets_into_balances() =>
        Told.Operations(new MadeTransaction(MadeOperation.AllowTrust(s_moved, Balance(Names.Eth, 7), Balance(Names.Btc, 4))).WithText("hello"))
            .ShouldBe([$"transfer Pool {BalanceText(Names.Btc)} 4 BTC", $"transfer Pool {BalanceText(Names.Eth)} 7 ETH"]);

    [Fact]
    public void A_revocation_with_one_balance_burns_the_other_asset() =>
        Told.Operations(new(MadeOperation.SetFlags(s_moved, Balance(Names.Btc, 4)))).ShouldBe([$"transfer Pool {BalanceText(Names.Btc)} 4 BTC", "burn Pool 7 ETH"]);

    [Fact]
    public void A_revocation_whose_only_balance_is_of_the_second_asset_tells_the_burn_last_too() =>
        Told.Operations(new(MadeOperation.SetFlags(s_moved, Balance(Names.Eth, 7)))).ShouldBe([$"transfer Pool {BalanceText(Names.Eth)} 7 ETH", "burn Pool 4 BTC"]);

    [Fact]
    public void A_balance_of_another_pool_is_not_this_ones() =>
        Told.Operations(new(MadeOperation.SetFlags(s_moved, MadeXdr.Created(MadeXdr.Claimable(Names.Balance, Names.Btc, 4))))).ShouldBeEmpty();

    [Fact]
    public void Several_pools_are_told_in_order_of_their_ids()
    {
        byte[] low = MadeLedger.Fill(0x01), high = MadeLedger.Fill(0xF1); // beside a pool that begins with 0x1d
        byte[][] Of(byte[] id) => MadeXdr.Updated(MadeXdr.Pool(id, Names.Btc, Names.Eth, 5, 5), MadeXdr.Pool(id, Names.Btc, Names.Eth, 4, 4));

        Told.Operations(new(MadeOperation.SetFlags(
                Of(high), s_moved, Of(low), Balance(Names.Btc, 4), Balance(Names.Btc, 3, low), Balance(Names.Btc, 2, high))))
            .Where(line => line.StartsWith("transfer", StringComparison.Ordinal)).Select(line => line.Split(' ')[^2]).ShouldBe(["3", "4", "2"]);
    }

    [Theory]
    [InlineData("BTC", "BAABKWJPY7CNROTZXXLZXG25P5ZUTC3RRDZCWCUJP5M5U2JXUTQNK5AI6Y")]
    [InlineData("ETH", "BAAIBAYUM77TDDFNUN7HETEZ7756L2CQ2KCTT5PKD3YGABIE4T3S4ALF7Y")]
    public void A_revoked_balance_has_the_id_that_was_computed_elsewhere(string code, string id) => BalanceText(code == "BTC" ? Names.Btc : Names.Eth).ShouldBe(id);

    private static byte[][] Balance(byte[] asset, long amount, byte[]? pool = null) => MadeXdr.Created(MadeXdr.Claimable(MadeXdr.RevokedBalanceId(asset, pool), asset, amount));

    private static string BalanceText(byte[] asset) => StrKey.ToText(StrKeyKind.ClaimableBalance, [0, .. MadeXdr.RevokedBalanceId(asset)]);
}
