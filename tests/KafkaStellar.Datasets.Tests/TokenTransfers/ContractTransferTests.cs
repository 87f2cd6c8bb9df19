using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.TokenTransfers.MadeValue;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Events of token contracts: the layout of meta version 3, with an administrator, and that of version 4, without.</summary>
public sealed class ContractTransferTests
{
    private static readonly byte[] s_a = Account(Names.A);
    private static readonly byte[] s_b = Account(Names.B);
    private static readonly byte[] s_amount = I128(7);

    [Theory]
    [InlineData("transfer", "transfer A B 7 -")]
    [InlineData("mint", "mint B 7 -")]
    [InlineData("clawback", "clawback B 7 -")]
    [InlineData("burn", "burn A 7 -")]
    public void Before_CAP_67_mint_and_clawback_name_an_administrator_first(string name, string expected) => Old(Event(Names.TokenContract, [Symbol(name), s_a, s_b], s_amount)).ShouldBe([expected]);

    [Theory]
    [InlineData("transfer", "transfer A B 7 -")]
    [InlineData("mint", "mint A 7 -")]
    [InlineData("clawback", "clawback A 7 -")]
    [InlineData("burn", "burn A 7 -")]
    public void Since_CAP_67_the_first_address_is_whose_balance_moves(string name, string expected) => New(Event(Names.TokenContract, [Symbol(name), s_a, s_b], s_amount)).ShouldBe([expected]);

    [Theory]
    [InlineData("mint")]
    [InlineData("clawback")]
    public void The_short_form_is_dropped_before_CAP_67(string name)
    {
        byte[] shortForm = Event(Names.TokenContract, [Symbol(name), s_a], s_amount);

        Old(shortForm).ShouldBeEmpty();
        New(shortForm).ShouldBe([$"{name} A 7 -"]);
    }

    [Theory]
    [InlineData("native", "native")]
    [InlineData("NATIVE", "native")]
    [InlineData("nat\u0130ve", "native")]
    public void An_event_of_the_native_contract_is_of_the_native_asset_however_it_is_spelled(string text, string asset) =>
        New(Event(Names.NativeContract, [Symbol("transfer"), s_a, s_b, String(text)], s_amount)).ShouldBe([$"transfer A B 7 {asset}"]);

    [Fact]
    public void An_asset_is_proven_by_its_contract() => New(
            Event(Names.UsdcContract, [Symbol("transfer"), s_a, s_b, String(Names.UsdcText)], s_amount),
            Event(Names.UsdcContract, [Symbol("mint"), s_a, String(Names.UsdcText)], s_amount),
            Event(Names.UsdcContract, [Symbol("burn"), s_a, String(Names.UsdcText)], s_amount),
            Event(Names.UsdcContract, [Symbol("clawback"), s_a, String(Names.UsdcText)], s_amount))
        .ShouldBe(["transfer A B 7 USDC", "mint A 7 USDC", "burn A 7 USDC", "clawback A 7 USDC"]);

    [Fact]
    public void An_asset_is_not_proven_by_its_name_alone() =>
        New(Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b, String(Names.UsdcText)], s_amount)).ShouldBe(["transfer A B 7 -"]);

    [Fact]
    public void An_asset_is_not_proven_by_another_number_of_topics()
    {
        byte[] text = String(Names.UsdcText);

        New(
                Event(Names.UsdcContract, [Symbol("transfer"), s_a, s_b, text, text], s_amount),
                Event(Names.UsdcContract, [Symbol("mint"), s_a, s_b, text], s_amount),
                Event(Names.UsdcContract, [Symbol("burn"), s_a, s_b, text], s_amount))
            .ShouldBe(["transfer A B 7 -", "mint A 7 -", "burn A 7 -"]);
        Old(
                Event(Names.UsdcContract, [Symbol("burn"), s_a, text], s_amount),
                Event(Names.UsdcContract, [Symbol("mint"), s_a, s_b, text], s_amount),
                Event(Names.UsdcContract, [Symbol("clawback"), s_a, s_b, text], s_amount))
            .ShouldBe(["burn A 7 USDC", "mint B 7 USDC", "clawback B 7 USDC"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("USDC")]
    [InlineData("USDC:")]
    [InlineData("native,native")]
    [InlineData("USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVM")]
    [InlineData("USD\u00e9:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN")]
    [InlineData(":GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN")]
    [InlineData("ABCDEFGHIJKLM:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN")]
    [InlineData("USDC:CDXEPIQOABSAMX6IQ3EKAEHCT3OCOKOABN47NFU4O5DO5JYJ52RZHT25")]
    [InlineData("USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN\n")]
    public void A_name_that_is_no_assets_proves_none(string text) =>
        New(Event(Names.UsdcContract, [Symbol("transfer"), s_a, s_b, String(text)], s_amount)).ShouldBe(["transfer A B 7 -"]);

    [Fact]
    public void A_name_that_is_no_string_proves_none() =>
        New(Event(Names.UsdcContract, [Symbol("transfer"), s_a, s_b, Bytes(1, 2, 3)], s_amount)).ShouldBe(["transfer A B 7 -"]);

    [Fact]
    public void Before_CAP_67_a_proven_transfer_of_the_issuer_is_a_mint_or_a_burn()
    {
        byte[] issuer = Account(Names.UsdcIssuer), text = String(Names.UsdcText);

        Old(
                Event(Names.UsdcContract, [Symbol("transfer"), issuer, s_b, text], s_amount),
                Event(Names.UsdcContract, [Symbol("transfer"), s_a, issuer, text], s_amount),
                Event(Names.UsdcContract, [Symbol("transfer"), issuer, issuer, text], s_amount))
            .ShouldBe(["mint B 7 USDC", "burn A 7 USDC", "transfer UsdcIssuer UsdcIssuer 7 USDC"]);
        New(Event(Names.UsdcContract, [Symbol("transfer"), issuer, s_b, text], s_amount)).ShouldBe(["transfer UsdcIssuer B 7 USDC"]);
    }

    [Fact]
    public void Before_CAP_67_the_memo_tells_nothing_of_a_contracts_transfer() => Told.Operations(
            new MadeTransaction(MadeOperation.Invoke()) { SorobanEvents = [Event(Names.NativeContract, [Symbol("transfer"), s_a, s_b, String("native")], s_amount)] }.WithId(999))
        .ShouldBe(["transfer A B 7 native"]);

    [Fact]
    public void Holders_of_every_kind_are_written_as_they_are() => New(
            Event(Names.TokenContract, [Symbol("transfer"), MuxedAccount(Names.A, 123), LiquidityPool(Names.Pool)], s_amount),
            Event(Names.TokenContract, [Symbol("transfer"), ClaimableBalance(Names.Balance), Contract(Names.TokenContract)], s_amount))
        .ShouldBe(["transfer M123 Pool 7 -", "transfer Balance Token 7 -"]);

    [Fact]
    public void Before_CAP_67_a_muxed_holder_of_a_proven_asset_is_the_account_under_it() =>
        Old(Event(Names.NativeContract, [Symbol("transfer"), MuxedAccount(Names.A, 123), s_b, String("native")], s_amount)).ShouldBe(["transfer A B 7 native"]);

    [Fact]
    public void Amounts_are_exact() => New(
            Event(Names.TokenContract, [Symbol("burn"), s_a], I128(Int128.MaxValue)),
            Event(Names.TokenContract, [Symbol("burn"), s_a], I128(Int128.MinValue)),
            Event(Names.TokenContract, [Symbol("burn"), s_a], I128(((Int128)5000 << 64) + 1000)))
        .ShouldBe(["burn A 170141183460469231731687303715884105727 -", "burn A -170141183460469231731687303715884105728 -", "burn A 92233720368547758081000 -"]);

    public static TheoryData<string, byte[]> Dropped => new()
    {
        { "no contract", Event(null, [Symbol("transfer"), s_a, s_b], s_amount) },
        { "of the system", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], s_amount, ContractEventType.System) },
        { "diagnostic", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], s_amount, ContractEventType.Diagnostic) },
        { "no topic", Event(Names.TokenContract, [], s_amount) },
        { "one topic", Event(Names.TokenContract, [Symbol("transfer")], s_amount) },
        { "two topics", Event(Names.TokenContract, [Symbol("transfer"), s_a], s_amount) },
        { "a name that is no symbol", Event(Names.TokenContract, [String("transfer"), s_a, s_b], s_amount) },
        { "another name", Event(Names.TokenContract, [Symbol("approve"), s_a, s_b], s_amount) },
        { "a fee", Event(Names.NativeContract, [Symbol("fee"), s_a, s_b], s_amount) },
        { "a sender that is no address", Event(Names.TokenContract, [Symbol("transfer"), Symbol("A"), s_b], s_amount) },
        { "a receiver that is no address", Event(Names.TokenContract, [Symbol("transfer"), s_a, Symbol("B")], s_amount) },
        { "an amount that is no i128", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], U64(7)) },
        { "an amount that is nested deep", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], Nested(1400)) },
        { "a name that is nested deep", Event(Names.TokenContract, [Nested(1400), s_a, s_b], s_amount) },
        { "no map", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], NoMap) },
        { "a map without an amount", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], Map((Symbol("to_muxed_id"), U64(1)))) },
        { "a map whose amount is no i128", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], Map((Symbol("amount"), U64(1)))) },
        { "a map with a key that is no symbol", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], Map((Symbol("amount"), I128(1)), (String("more"), Nothing))) },
        { "a muxed id that is none", Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], AmountTo(1, s_a)) },
    };

    [Theory]
    [MemberData(nameof(Dropped))]
    public void What_is_not_shaped_like_a_token_transfer_is_passed_over(string why, byte[] contractEvent)
    {
        why.ShouldNotBeEmpty();
        byte[] good = Event(Names.TokenContract, [Symbol("burn"), s_a], s_amount);

        Old(contractEvent, good).ShouldBe(["burn A 7 -"]);
        New(contractEvent, good).ShouldBe(["burn A 7 -"]);
    }

    [Fact]
    public void An_administrator_that_is_no_address_drops_the_event() => Old(Event(Names.TokenContract, [Symbol("mint"), Symbol("admin"), s_b], s_amount)).ShouldBeEmpty();

    [Fact]
    public void A_map_is_no_amount_before_CAP_67() => Old(Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], AmountTo(7, U64(1)))).ShouldBeEmpty();

    [Fact]
    public void A_muxed_id_goes_with_whatever_event_it_stands_in() => New(
            Event(Names.TokenContract, [Symbol("transfer"), s_a, s_b], AmountTo(7, U64(999))),
            Event(Names.TokenContract, [Symbol("mint"), s_a], AmountTo(7, String("hello"))),
            Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, U64(999))),
            Event(Names.TokenContract, [Symbol("clawback"), s_a], AmountTo(7, U64(999))))
        .ShouldBe(["transfer A B 7 - id:999", "mint A 7 - text:hello", "burn A 7 - id:999", "clawback A 7 - id:999"]);

    [Fact]
    public void A_muxed_id_of_bytes_keeps_its_length() => New(
            Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Bytes(1, 2, 3, 4))),
            Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Bytes())),
            Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Bytes(new byte[40]))))
        .ShouldBe(["burn A 7 - hash:01020304", "burn A 7 - hash:", $"burn A 7 - hash:{new string('0', 80)}"]);

    [Fact]
    public void A_muxed_id_of_void_is_none() => New(Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Nothing))).ShouldBe(["burn A 7 -"]);

    [Fact]
    public void Of_several_equal_keys_the_last_counts_and_others_are_ignored() => New(
            Event(Names.TokenContract, [Symbol("burn"), s_a], Map((Symbol("amount"), I128(1)), (Symbol("to_muxed_id"), U64(1)), (Symbol("more"), Nothing), (Symbol("amount"), I128(2)), (Symbol("to_muxed_id"), U64(2)))))
        .ShouldBe(["burn A 2 - id:2"]);

    [Fact]
    public void A_third_topic_of_a_mint_may_be_anything() => New(Event(Names.TokenContract, [Symbol("mint"), s_a, Nothing], s_amount)).ShouldBe(["mint A 7 -"]);

    [Fact]
    public void Events_of_classic_operations_are_not_read_when_transfers_are_derived() => Told.Operations(
            new(MadeOperation.Payment(Names.B, Names.Native, 5) with { Events = [Event(Names.TokenContract, [Symbol("burn"), s_a], s_amount)] }) { MetaVersion = 4 })
        .ShouldBe(["transfer A B 5 native"]);

    [Fact]
    public void An_invocation_without_Soroban_meta_moves_nothing()
    {
        Told.Operations(new(MadeOperation.Invoke())).ShouldBeEmpty();
        Told.Operations(new(MadeOperation.Invoke()) { MetaVersion = 2 }).ShouldBeEmpty();
        Told.Operations(new(MadeOperation.Invoke()) { MetaVersion = 4, OperationMetas = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void A_meta_that_ends_before_the_invocation_is_refused() =>
        Told.Refusal(new(MadeOperation.BumpSequence(), MadeOperation.Invoke()) { MetaVersion = 4, OperationMetas = 1 }).ShouldContain("operation 2: the meta ends before the operation");

    [Fact]
    public void An_invocation_whose_meta_is_of_the_oldest_kind_is_refused() => Told.Refusal(new(MadeOperation.Invoke()) { MetaVersion = 0 }).ShouldContain("TransactionMeta V0");

    private static string[] Old(params byte[][] events) => Told.Operations(new(MadeOperation.Invoke()) { MetaVersion = 3, SorobanEvents = events });

    private static string[] New(params byte[][] events) => Told.Operations(new(MadeOperation.Invoke(events)) { MetaVersion = 4 });
}
