using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

public sealed class PaymentTransferTests
{
    private const long Unit = 10_000_000;

    [Fact]
    public void A_created_account_gets_its_starting_balance() =>
        Told.Operations(new(MadeOperation.CreateAccount(Names.B, 100 * Unit))).ShouldBe(["transfer A B 1000000000 native"]);

    [Fact]
    public void A_payment_is_a_transfer() => Told.Operations(new(MadeOperation.Payment(Names.B, Names.Usdc, 5))).ShouldBe(["transfer A B 5 USDC"]);

    [Fact]
    public void A_payment_of_nothing_is_a_transfer_too() => Told.Operations(new(MadeOperation.Payment(Names.B, Names.Native, 0))).ShouldBe(["transfer A B 0 native"]);

    [Fact]
    public void A_payment_from_the_issuer_is_a_mint() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Usdc, 5) with { Source = Names.UsdcIssuer })).ShouldBe(["mint B 5 USDC"]);

    [Fact]
    public void A_payment_to_the_issuer_is_a_burn() => Told.Operations(new(MadeOperation.Payment(Names.UsdcIssuer, Names.Usdc, 5))).ShouldBe(["burn A 5 USDC"]);

    [Fact]
    public void A_payment_from_a_muxed_account_of_the_issuer_is_a_mint() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Usdc, 5) with { Source = Names.UsdcIssuer, SourceId = 9 })).ShouldBe(["mint B 5 USDC"]);

    [Fact]
    public void A_muxed_payer_is_the_account_under_it() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Native, 5) with { SourceId = 123 })).ShouldBe(["transfer A B 5 native"]);

    [Fact]
    public void An_operation_without_a_source_is_the_transactions() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Native, 5) with { Source = null }) { SourceId = 9 }).ShouldBe(["transfer Source B 5 native"]);

    [Fact]
    public void An_old_envelopes_source_is_a_plain_key() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Native, 5) with { Source = null }) { IsOld = true }).ShouldBe(["transfer Source B 5 native"]);

    [Fact]
    public void The_issuer_of_another_asset_is_anybody() =>
        Told.Operations(new(MadeOperation.Payment(Names.EthIssuer, Names.Usdc, 5))).ShouldBe(["transfer A EthIssuer 5 USDC"]);

    [Fact]
    public void A_merge_moves_what_the_account_had() => Told.Operations(new(MadeOperation.Merge(Names.B, 100))).ShouldBe(["transfer A B 100 native"]);

    [Fact]
    public void A_merge_that_tells_no_balance_moves_nothing() => Told.Operations(new(MadeOperation.Merge(Names.B, null))).ShouldBeEmpty();

    [Fact]
    public void Inflation_mints_to_each_of_its_receivers_in_order() =>
        Told.Operations(new MadeTransaction(MadeOperation.Inflation((Names.B, 7), (Names.A, 5))).WithId(3)).ShouldBe(["mint B 7 native", "mint A 5 native"]);

    [Fact]
    public void An_operation_that_moves_nothing_gives_no_event() => Told.Operations(new(MadeOperation.BumpSequence())).ShouldBeEmpty();

    [Fact]
    public void A_muxed_receivers_id_wins_over_the_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.A, Names.Native, 5, id: 123) with { Source = Names.B }).WithText("hello"))
            .ShouldBe(["transfer B A 5 native id:123"]);

    [Fact]
    public void A_mint_to_a_muxed_account_tells_its_id() =>
        Told.Operations(new(MadeOperation.Payment(Names.A, Names.Usdc, 5, id: 123) with { Source = Names.UsdcIssuer })).ShouldBe(["mint A 5 USDC id:123"]);

    [Fact]
    public void A_burn_tells_no_memo() => Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.UsdcIssuer, Names.Usdc, 5, id: 4)).WithText("hello")).ShouldBe(["burn A 5 USDC"]);

    [Fact]
    public void An_issuer_that_pays_itself_is_a_transfer_with_its_memo() =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.UsdcIssuer, Names.Usdc, 5) with { Source = Names.UsdcIssuer }).WithText("hello"))
            .ShouldBe(["transfer UsdcIssuer UsdcIssuer 5 USDC text:hello"]);

    [Fact]
    public void A_text_memo_tells_the_receiver_apart() =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 5)).WithText("hello")).ShouldBe(["transfer A B 5 native text:hello"]);

    [Fact]
    public void A_memo_of_a_number_tells_the_receiver_apart() =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 5)).WithId(ulong.MaxValue)).ShouldBe(["transfer A B 5 native id:18446744073709551615"]);

    [Theory]
    [InlineData(MemoType.Hash)]
    [InlineData(MemoType.Return)]
    public void A_memo_of_a_hash_tells_the_receiver_apart_whichever_hash_it_is(MemoType type) =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Usdc, 5) with { Source = Names.UsdcIssuer }).WithHash(type, 0xAB))
            .ShouldBe([$"mint B 5 USDC hash:{new string('x', 32).Replace("x", "ab", StringComparison.Ordinal)}"]);

    [Fact]
    public void A_fee_bumps_memo_is_its_inner_transactions() =>
        Told.Operations(new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 5)) { Payer = Names.B }.WithText("inner"))
            .ShouldBe(["transfer A B 5 native text:inner"]);

    [Fact]
    public void A_failed_transaction_moves_nothing_but_its_fee() =>
        Told.All(20, null, new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 5)) { Succeeded = false }).ShouldBe(["fee Source 100 native"]);
}
