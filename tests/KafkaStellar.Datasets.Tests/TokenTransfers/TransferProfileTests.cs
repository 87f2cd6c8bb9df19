using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.TokenTransfers.MadeValue;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>What releases of the SDK tell differently of the same ledger.</summary>
public sealed class TransferProfileTests
{
    private static readonly byte[] s_a = Account(Names.A);

    [Theory]
    [InlineData("v0.7.3", "burn A 7 -")]
    [InlineData("v0.7.2")]
    [InlineData("v0.7.1")]
    [InlineData("pr-6004", "burn A 7 -")]
    public void A_muxed_id_of_void_is_none_or_drops_the_event(string profile, params string[] expected) =>
        Told(profile, Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Nothing))).ShouldBe(expected);

    [Theory]
    [InlineData("v0.7.3", 4, "01020304")]
    [InlineData("v0.7.2", 4, "0102030400000000000000000000000000000000000000000000000000000000")]
    [InlineData("v0.7.1", 0, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("v0.7.2", 34, "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")]
    [InlineData("pr-6004", 0, "")]
    public void A_muxed_id_of_bytes_keeps_its_length_or_has_32(string profile, int length, string expected) =>
        Told(profile, Event(Names.TokenContract, [Symbol("burn"), s_a], AmountTo(7, Bytes([.. Enumerable.Range(1, length).Select(i => (byte)i)]))))
            .ShouldBe([$"burn A 7 - hash:{expected}"]);

    [Theory]
    [InlineData("mint", "v0.7.3", "mint A 7 -")]
    [InlineData("mint", "v0.7.1", "mint A 7 -")]
    [InlineData("mint", "pr-6004")]
    [InlineData("clawback", "pr-6004")]
    [InlineData("transfer", "pr-6004", "transfer A B 7 -")]
    [InlineData("burn", "pr-6004", "burn A 7 -")]
    public void A_third_topic_that_is_no_text_drops_a_mint_and_a_clawback_or_says_nothing(string name, string profile, params string[] expected) =>
        Told(profile, Event(Names.TokenContract, [Symbol(name), s_a, Account(Names.B)], I128(7))).ShouldBe(expected);

    [Fact]
    public void A_third_topic_that_is_a_text_never_drops_one() =>
        Told("pr-6004", Event(Names.TokenContract, [Symbol("mint"), s_a, String("any")], I128(7))).ShouldBe(["mint A 7 -"]);

    [Theory]
    [InlineData("v0.7.3", "A", "burn Pool 7 ETH")]
    [InlineData("v0.7.2", "A", "burn Pool 7 ETH")]
    [InlineData("v0.7.1", "A", "burn Pool 4 BTC")]
    [InlineData("v0.7.1", "B", "burn Pool 4 BTC")]
    public void Of_a_redeemed_share_the_other_asset_is_burned_or_the_first(string profile, string balanced, string expected) =>
        Burned(profile, Names.Btc, Names.Eth, balanced).ShouldBe(expected);

    [Theory]
    [InlineData("A", "burn Pool 7 ETH")]
    [InlineData("B", "burn Pool 4 native")]
    public void A_native_asset_is_known_to_every_release(string balanced, string expected) => Burned("v0.7.1", Names.Native, Names.Eth, balanced).ShouldBe(expected);

    [Fact]
    public void What_is_no_profile_is_refused_with_what_there_is() =>
        Should.Throw<ArgumentException>(() => Selection.Of(profile: "v9")).Message.ShouldBe("'v9' is no profile of token transfers. There are: v0.7.3, v0.7.2, v0.7.1, pr-6004.");

    [Fact]
    public void Another_profile_than_the_latest_is_told_in_the_topic()
    {
        Selection.Of(profile: "v0.7.2").Text.ShouldBe("profile=v0.7.2");
        Selection.Of(profile: "v0.7.3").Text.ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => Catalog.Find("transactions").Verify(Selection.Of(profile: "v0.7.2"))).Message.ShouldContain("--profile");
    }

    private static string[] Told(string profile, byte[] contractEvent) =>
        TokenTransfers.Told.Operations(new(MadeOperation.Invoke(contractEvent)) { MetaVersion = 4 }, selection: Selection.Of(profile: profile));

    // Four of asset A and seven of asset B leave the pool; one of them goes into a balance.
    private static string Burned(string profile, byte[] assetA, byte[] assetB, string balanced)
    {
        byte[] asset = balanced == "A" ? assetA : assetB;
        byte[][] moved = MadeXdr.Updated(MadeXdr.Pool(Names.Pool, assetA, assetB, 5, 10), MadeXdr.Pool(Names.Pool, assetA, assetB, 1, 3));
        byte[][] balance = MadeXdr.Created(MadeXdr.Claimable(MadeXdr.RevokedBalanceId(asset), asset, balanced == "A" ? 4 : 7));
        return TokenTransfers.Told.Operations(new(MadeOperation.SetFlags(moved, balance)), selection: Selection.Of(profile: profile))[1];
    }
}
