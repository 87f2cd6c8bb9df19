using System.Security.Cryptography;
using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.OperationXdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The column <c>operation_data</c> of operations that were written field by field.</summary>
public sealed class OperationDetailsTests
{
    private static readonly byte[] s_source = Envelopes.Key;
    private static readonly byte[] s_other = MadeOperation.Other;

    [Fact]
    public void A_payment_tells_muxed_accounts_three_ways_and_its_amount_with_seven_digits() =>
        new MadeOperation { MuxedId = 7 }.With(OperationType.Payment, xdr => xdr.Muxed(s_other, 8).Credit("USDC", s_other).Int64(15_0000001)).Details().ShouldBe(
            $$"""{"from":"{{G(s_source)}}","from_muxed":"{{M(s_source, 7)}}","from_muxed_id":7,"to":"{{G(s_other)}}","to_muxed":"{{M(s_other, 8)}}","to_muxed_id":8,"amount":"15.0000001","asset_type":"credit_alphanum4","asset_code":"USDC","asset_issuer":"{{G(s_other)}}"}""");

    [Fact]
    public void An_operation_with_a_source_of_its_own_is_that_accounts() =>
        new MadeOperation { MuxedId = 7 }.With(OperationType.CreateAccount, xdr => xdr.Account(s_source).Int64(5), source: s_other).Details().ShouldBe(
            $$"""{"funder":"{{G(s_other)}}","account":"{{G(s_source)}}","starting_balance":"0.0000005"}""");

    [Theory]
    [InlineData(long.MaxValue, "922337203685.4775807")]
    [InlineData(long.MinValue, "-922337203685.4775808")]
    [InlineData(-1, "-0.0000001")]
    [InlineData(0, "0.0000000")]
    public void An_amount_is_exact_whatever_it_is(long stroops, string text) =>
        Of(new MadeOperation().With(OperationType.CreateAccount, xdr => xdr.Account(s_other).Int64(stroops)), "starting_balance").ShouldBe(text);

    [Theory]
    [InlineData(1, 3, "0.3333333")]
    [InlineData(2, 3, "0.6666667")]
    [InlineData(1, 20_000_000, "0.0000001")]
    [InlineData(1, 20_000_001, "0.0000000")]
    [InlineData(int.MaxValue, 1, "2147483647.0000000")]
    [InlineData(-1, 2, "-0.5000000")]
    [InlineData(int.MinValue, int.MinValue, "1.0000000")]
    [InlineData(1, 0, null)]
    public void A_price_is_a_fraction_and_its_decimal_rounded_half_away_from_zero(int n, int d, string? text)
    {
        JsonElement details = Parse(new MadeOperation().With(OperationType.CreatePassiveSellOffer, xdr => xdr.Native().Native().Int64(1).Price(n, d)));

        details.GetProperty("price").GetString().ShouldBe(text);
        details.GetProperty("price_r").GetRawText().ShouldBe($$"""{"n":{{n}},"d":{{d}}}""");
    }

    [Fact]
    public void A_path_is_a_list_of_assets() =>
        Of(new MadeOperation().With(OperationType.PathPaymentStrictSend, xdr => xdr.Native().Int64(1).Account(s_other).Native().Int64(1).UInt32(2).Native().Credit("LONGCODE", s_other)), "path")
            .ShouldBe($$"""[{"asset_type":"native"},{"asset_type":"credit_alphanum12","asset_code":"LONGCODE","asset_issuer":"{{G(s_other)}}"}]""");

    [Fact]
    public void A_strict_receive_tells_what_the_first_asset_on_the_path_cost()
    {
        MadeOperation operation = new MadeOperation()
            .With(OperationType.PathPaymentStrictReceive, xdr => xdr.Native().Int64(100).Account(s_other).Credit("USD", s_other).Int64(9).UInt32(0))
            .WithResult(OperationType.PathPaymentStrictReceive, 0, xdr => xdr.UInt32(3).Atom(bought: 10).Atom(bought: 20).Atom(bought: 40, isNative: false).Account(s_other).Native().Int64(1));

        Of(operation, "source_amount").ShouldBe("0.0000030");
    }

    [Fact]
    public void Options_tell_only_what_is_set()
    {
        new MadeOperation().With(OperationType.SetOptions, xdr => Options(xdr)).Details().ShouldBe("{}");
        new MadeOperation().With(OperationType.SetOptions, xdr => xdr.Bool(true).Account(s_other).Bool(true).UInt32(9).Bool(true).UInt32(6).Bool(true).UInt32(1)
            .Bool(true).UInt32(2).Bool(true).UInt32(3).Bool(true).UInt32(4).Bool(true).VarOpaque("example.org"u8).Bool(false)).Details().ShouldBe(
            $$"""{"inflation_dest":"{{G(s_other)}}","set_flags":[2,4],"set_flags_s":["auth_revocable","auth_immutable"],"clear_flags":[1,8],"clear_flags_s":["auth_required","auth_clawback_enabled"],"master_key_weight":1,"low_threshold":2,"med_threshold":3,"high_threshold":4,"home_domain":"example.org"}""");
    }

    [Fact]
    public void A_signer_is_the_strkey_of_its_kind()
    {
        Signer(xdr => xdr.Int32((int)SignerKeyType.Ed25519).Opaque(s_other)).ShouldBe(G(s_other));
        Signer(xdr => xdr.Int32((int)SignerKeyType.PreAuthTx).Opaque(s_other)).ShouldBe(StrKey.ToText(StrKeyKind.PreAuthTransaction, s_other));
        Signer(xdr => xdr.Int32((int)SignerKeyType.HashX).Opaque(s_other)).ShouldBe(StrKey.ToText(StrKeyKind.HashX, s_other));
        Signer(xdr => xdr.Int32((int)SignerKeyType.Ed25519SignedPayload).Opaque(s_other).VarOpaque([1, 2, 3, 4, 5]))
            .ShouldBe(StrKey.ToText(StrKeyKind.SignedPayload, [.. s_other, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0]));
    }

    [Theory]
    [InlineData(new byte[] { 0x63, 0x61, 0x66, 0xc3, 0xa9 }, "caf\u00e9")]
    [InlineData(new byte[] { 0x00, 0x22, 0x5c, 0x0a }, "\0\"\\\n")]
    [InlineData(new byte[] { 0x61, 0xff, 0x00, 0x5c }, "a\\xff\\0\\\\")]
    [InlineData(new byte[0], "")]
    public void A_name_is_as_it_is_where_it_is_UTF_8_and_escaped_as_SEP_51_has_it_where_it_is_not(byte[] name, string text)
    {
        Of(new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque(name).Bool(false)), "name").ShouldBe(text);
        Of(new MadeOperation().With(OperationType.SetOptions, xdr => Options(xdr, domain: name)), "home_domain").ShouldBe(text);
    }

    [Fact]
    public void The_bytes_of_a_name_stand_beside_it_where_they_are_not_UTF_8_and_only_there()
    {
        new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque([0xff]).Bool(false)).Details().ShouldBe("""{"name":"\\xff","name_base64":"/w==","value":null}""");
        new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque("\\xff"u8).Bool(false)).Details().ShouldBe("""{"name":"\\xff","value":null}""");
    }

    [Fact]
    public void A_code_of_any_bytes_is_escaped_and_a_canonical_name_as_a_whole()
    {
        byte[] code = [0xff, (byte)'A'];
        Of(new MadeOperation().With(OperationType.Payment, xdr => xdr.Account(s_other).Credit(code, s_other).Int64(1)), "asset_code").ShouldBe("\\xffA");
        Of(new MadeOperation().With(OperationType.CreateClaimableBalance, xdr => xdr.Credit(code, s_other).Int64(1).UInt32(0)), "asset").ShouldBe($"\\xffA:{G(s_other)}");
    }

    [Fact]
    public void Data_is_base64_and_null_where_it_is_deleted()
    {
        Of(new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque("n"u8).Bool(true).VarOpaque([0xff, 0xfe])), "value").ShouldBe("//4=");
        new MadeOperation().With(OperationType.ManageData, xdr => xdr.VarOpaque("n"u8).Bool(false)).Details().ShouldBe("""{"name":"n","value":null}""");
    }

    [Fact]
    public void A_sequence_to_bump_to_is_text_because_it_uses_all_64_bits() =>
        new MadeOperation().With(OperationType.BumpSequence, xdr => xdr.Int64(long.MaxValue)).Details().ShouldBe("""{"bump_to":"9223372036854775807"}""");

    [Fact]
    public void A_predicate_is_a_tree()
    {
        static void Predicate(XdrWriter xdr) => xdr
            .Int32((int)ClaimPredicateType.And).UInt32(2)
            .Int32((int)ClaimPredicateType.Not).Bool(true).Int32((int)ClaimPredicateType.BeforeRelativeTime).Int64(60)
            .Int32((int)ClaimPredicateType.Or).UInt32(2).Int32((int)ClaimPredicateType.Unconditional).Int32((int)ClaimPredicateType.BeforeAbsoluteTime).Int64(1_600_000_000);

        Claimants(Predicate).ShouldBe(
            $$$"""[{"destination":"{{{G(s_other)}}}","predicate":{"and":[{"not":{"rel_before":"60"}},{"or":[{"unconditional":true},{"abs_before":"2020-09-13T12:26:40Z","abs_before_epoch":"1600000000"}]}]}}]""");
    }

    [Theory]
    [InlineData(long.MaxValue, "+292277026596-12-04T15:30:07Z")]
    [InlineData(1_099_511_627_776, "+36812-02-20T00:36:16Z")]
    [InlineData(253_402_300_800, "+10000-01-01T00:00:00Z")]
    [InlineData(253_402_300_799, "9999-12-31T23:59:59Z")]
    [InlineData(951_782_400, "2000-02-29T00:00:00Z")]
    [InlineData(-1, "1969-12-31T23:59:59Z")]
    [InlineData(-62_167_219_200, "0000-01-01T00:00:00Z")]
    [InlineData(-62_167_219_201, "-0001-12-31T23:59:59Z")]
    [InlineData(long.MinValue, "-292277022657-01-27T08:29:52Z")]
    public void A_time_is_told_in_seconds_and_as_ISO_8601_has_it_whatever_its_year(long seconds, string text) =>
        Claimants(xdr => xdr.Int32((int)ClaimPredicateType.BeforeAbsoluteTime).Int64(seconds)).ShouldBe(
            $$$"""[{"destination":"{{{G(s_other)}}}","predicate":{"abs_before":"{{{text}}}","abs_before_epoch":"{{{seconds}}}"}}]""");

    [Fact]
    public void A_predicate_nested_as_deep_as_can_be_read_is_written()
    {
        const int Depth = 700;
        string claimants = Claimants(xdr =>
        {
            for (int i = 0; i < Depth; i++) xdr.Int32((int)ClaimPredicateType.Not).Bool(true);
            xdr.Int32((int)ClaimPredicateType.Unconditional);
        });

        claimants.Split("not").Length.ShouldBe(Depth + 1);
    }

    [Fact]
    public void A_balance_that_is_claimed_or_clawed_back_is_told_in_hex_and_as_a_strkey()
    {
        string id = $"00000000{Hex(9)}";
        new MadeOperation().With(OperationType.ClaimClaimableBalance, xdr => xdr.Balance(9)).Details().ShouldBe(
            $$"""{"balance_id":"{{id}}","balance_id_strkey":"{{B(9)}}","claimant":"{{G(s_source)}}"}""");
        new MadeOperation().With(OperationType.ClawbackClaimableBalance, xdr => xdr.Balance(9)).Details().ShouldBe(
            $$"""{"balance_id":"{{id}}","balance_id_strkey":"{{B(9)}}"}""");
    }

    [Fact]
    public void A_line_of_trust_names_trustor_and_trustee() =>
        new MadeOperation().With(OperationType.ChangeTrust, xdr => xdr.Credit("USD", s_other).Int64(long.MaxValue)).Details().ShouldBe(
            $$"""{"asset_type":"credit_alphanum4","asset_code":"USD","asset_issuer":"{{G(s_other)}}","trustee":"{{G(s_other)}}","trustor":"{{G(s_source)}}","limit":"922337203685.4775807"}""");

    [Fact]
    public void A_line_of_pool_shares_names_the_pool_that_its_parameters_make()
    {
        static XdrWriter Parameters(XdrWriter xdr) => xdr.Int32(0).Native().Credit("USD", s_other).Int32(30);
        byte[] id = SHA256.HashData(Parameters(new XdrWriter()).Written);

        new MadeOperation().With(OperationType.ChangeTrust, xdr => Parameters(xdr.Int32((int)AssetType.PoolShare)).Int64(1)).Details().ShouldBe(
            $$"""{"asset_type":"liquidity_pool_shares","liquidity_pool_id":"{{Convert.ToHexStringLower(id)}}","liquidity_pool_id_strkey":"{{StrKey.ToText(StrKeyKind.LiquidityPool, id)}}","trustor":"{{G(s_source)}}","limit":"0.0000001"}""");
    }

    [Theory]
    [InlineData(0, "\"authorize\":false")]
    [InlineData(1, "\"authorize\":true")]
    [InlineData(6, "\"authorize\":false,\"authorize_to_maintain_liabilities\":true,\"clawback_enabled\":true")]
    public void An_issuer_allows_trust_in_its_own_asset(uint flags, string told) =>
        new MadeOperation().With(OperationType.AllowTrust, xdr => xdr.Account(s_other).Int32((int)AssetType.CreditAlphanum4).Opaque("USD\0"u8).UInt32(flags)).Details().ShouldBe(
            $$"""{"asset_type":"credit_alphanum4","asset_code":"USD","asset_issuer":"{{G(s_source)}}","trustee":"{{G(s_source)}}","trustor":"{{G(s_other)}}",{{told}}}""");

    [Fact]
    public void Flags_of_a_line_are_numbers_and_names() =>
        new MadeOperation().With(OperationType.SetTrustLineFlags, xdr => xdr.Account(s_other).Native().UInt32(4).UInt32(3)).Details().ShouldBe(
            $$"""{"trustor":"{{G(s_other)}}","asset_type":"native","set_flags":[1,2],"set_flags_s":["authorized","authorized_to_maintain_liabilities"],"clear_flags":[4],"clear_flags_s":["clawback_enabled"]}""");

    [Fact]
    public void The_rest_of_the_classic_operations_tell_whom_they_touch()
    {
        new MadeOperation().With(OperationType.AccountMerge, xdr => xdr.Muxed(s_other, 3)).Details().ShouldBe(
            $$"""{"account":"{{G(s_source)}}","into":"{{G(s_other)}}","into_muxed":"{{M(s_other, 3)}}","into_muxed_id":3}""");
        new MadeOperation().With(OperationType.Clawback, xdr => xdr.Native().Muxed(s_other, 3).Int64(1)).Details().ShouldBe(
            $$"""{"asset_type":"native","from":"{{G(s_other)}}","from_muxed":"{{M(s_other, 3)}}","from_muxed_id":3,"amount":"0.0000001"}""");
        new MadeOperation().With(OperationType.Inflation).Details().ShouldBe("{}");
    }

    private static void Options(XdrWriter xdr, byte[]? domain = null, Action<XdrWriter>? signer = null)
    {
        for (int i = 0; i < 7; i++) xdr.Bool(false);
        xdr.Bool(domain is not null);
        if (domain is not null) xdr.VarOpaque(domain);
        xdr.Bool(signer is not null);
        signer?.Invoke(xdr);
    }

    private static string? Signer(Action<XdrWriter> key) =>
        Of(new MadeOperation().With(OperationType.SetOptions, xdr => Options(xdr, signer: signer =>
        {
            key(signer);
            signer.UInt32(1);
        })), "signer_key");

    private static string Claimants(Action<XdrWriter> predicate) => Of(new MadeOperation().With(OperationType.CreateClaimableBalance, xdr =>
    {
        xdr.Native().Int64(1).UInt32(1).Int32(0).Account(s_other);
        predicate(xdr);
    }), "claimants")!;

    private static string? Of(MadeOperation operation, string detail)
    {
        JsonElement value = Parse(operation).GetProperty(detail);
        return value.ValueKind == JsonValueKind.Array ? value.GetRawText() : value.GetString();
    }

    private static JsonElement Parse(MadeOperation operation)
    {
        using JsonDocument document = JsonDocument.Parse(operation.Details(), new JsonDocumentOptions { MaxDepth = 10_000 });
        return document.RootElement.Clone();
    }
}
