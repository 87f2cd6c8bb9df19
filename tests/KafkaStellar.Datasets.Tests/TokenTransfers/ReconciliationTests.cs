namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Lumens that came and went unexplained before protocol 8.</summary>
public sealed class ReconciliationTests
{
    [Theory]
    [InlineData(1000, 1090, 70, "mint A 160 native", "transfer A B 70 native")]
    [InlineData(1000, 800, 70, "transfer A B 70 native", "burn A 130 native")]
    [InlineData(1000, 980, 70, "mint A 50 native", "transfer A B 70 native")]
    [InlineData(1000, 1020, 0, "mint A 20 native", "transfer A B 0 native")]
    [InlineData(1000, 980, 0, "transfer A B 0 native", "burn A 20 native")]
    public void What_the_source_gained_is_minted_before_and_what_it_lost_is_burned_after(long before, long after, long paid, params string[] expected) =>
        Told.Operations(Paying(paid, before, after), 5).ShouldBe(expected);

    [Fact]
    public void A_source_that_shows_no_change_is_minted_what_it_paid() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Native, 70)), 5).ShouldBe(["mint A 70 native", "transfer A B 70 native"]);

    [Fact]
    public void What_is_explained_needs_no_event() => Told.Operations(Paying(70, 1000, 930), 7).ShouldBe(["transfer A B 70 native"]);

    [Fact]
    public void From_protocol_8_nothing_is_made_up_for() => Told.Operations(Paying(70, 1000, 1090), 8).ShouldBe(["transfer A B 70 native"]);

    [Fact]
    public void Only_the_operations_source_is_looked_at() => Told.Operations(
            new(MadeOperation.Payment(Names.B, Names.Native, 70) with
            {
                SourceId = 123,
                Changes = MadeXdr.Changes(
                    MadeXdr.Updated(MadeXdr.Account(Names.A, 100), MadeXdr.Account(Names.A, 30)),
                    MadeXdr.Updated(MadeXdr.Account(Names.B, 0), MadeXdr.Account(Names.B, 9))),
            }),
            5)
        .ShouldBe(["transfer A B 70 native"]);

    [Fact]
    public void Other_assets_explain_no_lumens() =>
        Told.Operations(new(MadeOperation.Payment(Names.B, Names.Usdc, 70) with { Changes = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.TrustLine(Names.A, Names.Usdc, 70), MadeXdr.TrustLine(Names.A, Names.Usdc, 0))) }), 5)
            .ShouldBe(["transfer A B 70 USDC"]);

    [Fact]
    public void An_operation_that_moves_nothing_by_its_kind_is_not_looked_at() =>
        Told.Operations(new(MadeOperation.BumpSequence() with { Changes = MadeXdr.Changes(MadeXdr.Created(MadeXdr.Account(Names.A, 5))) }), 5).ShouldBeEmpty();

    [Fact]
    public void A_merge_that_tells_no_balance_is_looked_at() =>
        Told.Operations(new(MadeOperation.Merge(Names.B, null) with { Changes = MadeXdr.Changes(MadeXdr.Created(MadeXdr.Account(Names.A, 5))) }), 5).ShouldBe(["mint A 5 native"]);

    [Fact]
    public void An_entry_that_becomes_another_is_refused() =>
        Told.Refusal(new(MadeOperation.Payment(Names.B, Names.Native, 1) with { Changes = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.A, 1), MadeXdr.Pool(1, 1))) }), 5)
            .ShouldContain("becomes one of another kind");

    private static MadeTransaction Paying(long amount, long before, long after) => new(MadeOperation.Payment(Names.B, Names.Native, amount) with
    {
        Changes = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.A, before), MadeXdr.Account(Names.A, after))),
    });
}
