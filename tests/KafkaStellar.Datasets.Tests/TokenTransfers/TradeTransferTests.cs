using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

public sealed class TradeTransferTests
{
    private static readonly byte[][] s_twoOffers =
    [
        MadeOperation.Claim(Names.B, Names.Native, 10, Names.Usdc, 2),
        MadeOperation.OldClaim(Names.B, Names.Native, 20, Names.Usdc, 4),
    ];

    [Fact]
    public void A_trade_is_two_transfers_what_the_counterparty_gives_first() =>
        Told.Operations(new(MadeOperation.BuyOffer(s_twoOffers))).ShouldBe(
            ["transfer B A 10 native", "transfer A B 2 USDC", "transfer B A 20 native", "transfer A B 4 USDC"]);

    [Fact]
    public void A_trade_tells_no_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.SellOffer(s_twoOffers[0]) with { SourceId = 123 }).WithText("hello")).ShouldBe(
            ["transfer B A 10 native", "transfer A B 2 USDC"]);

    [Fact]
    public void A_trade_of_the_issuer_burns_what_it_buys_and_mints_what_it_sells() =>
        Told.Operations(new(MadeOperation.SellOffer(MadeOperation.Claim(Names.B, Names.Usdc, 10, Names.Eth, 3)) with { Source = Names.UsdcIssuer })).ShouldBe(
            ["burn B 10 USDC", "transfer UsdcIssuer B 3 ETH"]);

    [Fact]
    public void An_offer_that_meets_no_other_moves_nothing() => Told.Operations(new(MadeOperation.SellOffer())).ShouldBeEmpty();

    [Fact]
    public void A_passive_offers_result_is_a_sell_offers() =>
        Told.Operations(new(MadeOperation.PassiveOffer(OperationType.ManageSellOffer, s_twoOffers[0]))).ShouldBe(["transfer B A 10 native", "transfer A B 2 USDC"]);

    [Fact]
    public void A_passive_offers_result_in_an_arm_of_its_own_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.PassiveOffer(OperationType.CreatePassiveSellOffer))).ShouldContain("operation 1: a result of kind 4 where 3 is due");

    [Fact]
    public void A_path_that_sends_ends_with_what_arrived() =>
        Told.Operations(new MadeTransaction(MadeOperation.StrictSend(Names.B, Names.Usdc, 9, [MadeOperation.PoolClaim(Names.Usdc, 9, Names.Native, 1)], id: 5)).WithText("no"))
            .ShouldBe(["transfer Pool A 9 USDC", "transfer A Pool 1 native", "transfer A B 9 USDC id:5"]);

    [Fact]
    public void A_path_that_receives_ends_with_what_was_asked_for() =>
        Told.Operations(new MadeTransaction(MadeOperation.StrictReceive(Names.EthIssuer, Names.Eth, 6, [MadeOperation.Claim(Names.B, Names.Eth, 6, Names.Native, 1)])).WithText("no"))
            .ShouldBe(["transfer B A 6 ETH", "transfer A B 1 native", "burn A 6 ETH"]);

    [Fact]
    public void A_path_of_no_step_is_a_payment() =>
        Told.Operations(new MadeTransaction(MadeOperation.StrictReceive(Names.B, Names.Usdc, 6, [])).WithId(8)).ShouldBe(["transfer A B 6 USDC id:8"]);

    [Fact]
    public void A_path_whose_result_is_no_success_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.StrictSend(Names.B, Names.Usdc, 6, []) with { Result = MadeXdr.Of(xdr => xdr.Int32(0).Int32(13).Int32(-1)) }))
            .ShouldContain("ended with -1");

    [Fact]
    public void An_operation_without_a_result_is_refused() =>
        Told.Refusal(new MadeTransaction(MadeOperation.BumpSequence() with { Result = null })).ShouldContain("operation 1: an operation of a successful transaction has no result");

    [Fact]
    public void A_result_that_never_came_to_the_operation_is_refused_where_it_is_read()
    {
        byte[] noAccount = MadeXdr.Of(xdr => xdr.Int32(-2));

        Told.Refusal(new MadeTransaction(MadeOperation.Merge(Names.B, 1) with { Result = noAccount })).ShouldContain("no inner result");
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 1) with { Result = noAccount })).ShouldBe(["transfer A B 1 native"]);
    }
}
