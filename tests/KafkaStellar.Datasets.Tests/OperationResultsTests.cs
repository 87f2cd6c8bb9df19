using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.OperationXdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The columns of what came of an operation.</summary>
public sealed class OperationResultsTests
{
    private static readonly byte[] s_other = MadeOperation.Other;

    [Fact]
    public void An_operation_without_a_result_has_nulls()
    {
        var operation = new MadeOperation().With(OperationType.Inflation);

        operation.Result().ShouldBeNull();
        operation.Cell("result_code_name").ShouldBeNull();
    }

    [Fact]
    public void A_general_code_is_the_result_where_the_operation_came_to_none_of_its_own()
    {
        var operation = new MadeOperation { IsSuccessful = false }.With(OperationType.Inflation).WithResult(OperationResultCode.NoAccount);

        operation.Result().ShouldBe("""{"code":"op_no_account"}""");
        operation.Cell("result_code_name").ShouldBe("op_no_account");
    }

    [Fact]
    public void Results_belong_to_operations_by_their_place() =>
        new MadeOperation { IsSuccessful = false }
            .With(OperationType.Inflation).WithResult(OperationType.Inflation, -1)
            .With(OperationType.Inflation).WithResult(OperationResultCode.BadAuth)
            .Result().ShouldBe("""{"code":"op_bad_auth"}""");

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_has_a_code_of_its_own_for_failure(OperationType type)
    {
        string code = JsonElement.Parse(new MadeOperation { IsSuccessful = false }.With(OperationType.Inflation).WithResult(type, -1).Result()!).GetProperty("code").GetString()!;

        code.ShouldStartWith(type is OperationType.CreatePassiveSellOffer ? "manage_sell_offer_" : NameOf(type));
        code.ShouldNotEndWith("_success");
    }

    public static TheoryData<OperationType> Types => [.. Enum.GetValues<OperationType>()];

    [Fact]
    public void A_merge_tells_what_the_account_held() =>
        Inner(OperationType.AccountMerge, xdr => xdr.Int64(25_0000000)).ShouldBe("""{"code":"account_merge_success","source_account_balance":"25.0000000"}""");

    [Fact]
    public void Inflation_tells_who_was_paid() =>
        Inner(OperationType.Inflation, xdr => xdr.UInt32(1).Account(s_other).Int64(1)).ShouldBe(
            $$"""{"code":"inflation_success","payouts":[{"destination":"{{G(s_other)}}","amount":"0.0000001"}]}""");

    [Fact]
    public void A_new_claimable_balance_tells_its_id() =>
        Inner(OperationType.CreateClaimableBalance, xdr => xdr.Balance(6)).ShouldBe(
            $$"""{"code":"create_claimable_balance_success","balance_id":"00000000{{Hex(6)}}","balance_id_strkey":"{{B(6)}}"}""");

    [Fact]
    public void A_call_tells_the_hash_of_what_it_returned() =>
        Inner(OperationType.InvokeHostFunction, xdr => xdr.Opaque(MadeLedger.Fill(5))).ShouldBe($$"""{"code":"invoke_host_function_success","success":"{{Hex(5)}}"}""");

    [Fact]
    public void A_path_payment_tells_its_trades_and_what_arrived() =>
        Inner(OperationType.PathPaymentStrictSend, xdr =>
        {
            xdr.UInt32(3);
            xdr.Int32((int)ClaimAtomType.V0).Opaque(s_other).Int64(1).Native().Int64(2).Native().Int64(3);
            xdr.Atom(bought: 10);
            xdr.Int32((int)ClaimAtomType.LiquidityPool).Opaque(MadeLedger.Fill(9)).Native().Int64(4).Credit("USD", s_other).Int64(5);
            xdr.Account(s_other).Native().Int64(6);
        }).ShouldBe(
            $$"""{"code":"path_payment_strict_send_success","offers":["""
            + $$"""{"type":"v0","seller":"{{G(s_other)}}","offer_id":1,"sold_asset_type":"native","sold_amount":"0.0000002","bought_asset_type":"native","bought_amount":"0.0000003"},"""
            + $$"""{"type":"order_book","seller":"{{G(s_other)}}","offer_id":5,"sold_asset_type":"credit_alphanum4","sold_asset_code":"USD","sold_asset_issuer":"{{G(s_other)}}","sold_amount":"0.0000001","bought_asset_type":"native","bought_amount":"0.0000010"},"""
            + $$"""{"type":"liquidity_pool","liquidity_pool_id":"{{Hex(9)}}","liquidity_pool_id_strkey":"{{L(9)}}","sold_asset_type":"native","sold_amount":"0.0000004","bought_asset_type":"credit_alphanum4","bought_asset_code":"USD","bought_asset_issuer":"{{G(s_other)}}","bought_amount":"0.0000005"}]"""
            + $$$""","last":{"destination":"{{{G(s_other)}}}","asset_type":"native","amount":"0.0000006"}}""");

    [Fact]
    public void A_path_payment_tells_which_asset_has_no_issuer() =>
        new MadeOperation { IsSuccessful = false }.With(OperationType.Inflation)
            .WithResult(OperationType.PathPaymentStrictReceive, (int)PathPaymentStrictReceiveResultCode.NoIssuer, xdr => xdr.Credit("USD", s_other)).Result().ShouldBe(
            $$$"""{"code":"path_payment_strict_receive_no_issuer","no_issuer":{"asset_type":"credit_alphanum4","asset_code":"USD","asset_issuer":"{{{G(s_other)}}}"}}""");

    [Fact]
    public void An_offer_tells_what_it_took_and_what_is_left_of_it()
    {
        static XdrWriter Left(XdrWriter xdr) => xdr.UInt32(0).Int32((int)ManageOfferEffect.Created)
            .Account(s_other).Int64(12).Native().Credit("USD", s_other).Int64(7).Price(1, 4).UInt32(1).Int32(0);
        string offer = $$$""","offers_claimed":[],"effect":"manage_offer_created","offer":{"seller":"{{{G(s_other)}}}","offer_id":12,"amount":"0.0000007","price":"0.2500000","price_r":{"n":1,"d":4}"""
            + $$$""","buying_asset_type":"credit_alphanum4","buying_asset_code":"USD","buying_asset_issuer":"{{{G(s_other)}}}","selling_asset_type":"native","flags":1}}""";

        Inner(OperationType.ManageBuyOffer, xdr => Left(xdr)).ShouldBe($"{{\"code\":\"manage_buy_offer_success\"{offer}");
        Inner(OperationType.ManageSellOffer, xdr => Left(xdr)).ShouldBe($"{{\"code\":\"manage_sell_offer_success\"{offer}");
        Inner(OperationType.CreatePassiveSellOffer, xdr => Left(xdr)).ShouldBe($"{{\"code\":\"manage_sell_offer_success\"{offer}");
        Inner(OperationType.ManageSellOffer, xdr => xdr.UInt32(0).Int32((int)ManageOfferEffect.Deleted))
            .ShouldBe("""{"code":"manage_sell_offer_success","offers_claimed":[],"effect":"manage_offer_deleted"}""");
    }

    [Fact]
    public void A_result_of_another_type_than_the_operation_is_told_as_what_it_is()
    {
        MadeOperation operation = new MadeOperation()
            .With(OperationType.PathPaymentStrictSend, xdr => xdr.Native().Int64(1).Account(s_other).Native().Int64(1).UInt32(0))
            .WithResult(OperationType.Payment, 0);

        operation.Result().ShouldBe("""{"code":"payment_success"}""");
        JsonElement.Parse(operation.Details()).GetProperty("amount").GetString().ShouldBe("0.0000000");
    }

    private static string? Inner(OperationType type, Action<XdrWriter> rest) => new MadeOperation().With(OperationType.Inflation).WithResult(type, 0, rest).Result();

    private static string NameOf(OperationType type) => System.Text.Encoding.ASCII.GetString(type.XdrName());
}
