namespace KafkaStellar.Lake.Tests.Intents;

public sealed class LedgerSetTests
{
    private static readonly LedgerSet s_set = new([new(64, 70), new(2, 10), new(8, 20), new(832, 895)]);

    [Fact]
    public void Ranges_that_overlap_are_one() => s_set.Ranges.ShouldBe([new(2, 20), new(64, 70), new(832, 895)]);

    [Theory]
    [InlineData(1u, false)]
    [InlineData(2u, true)]
    [InlineData(20u, true)]
    [InlineData(21u, false)]
    [InlineData(64u, true)]
    [InlineData(71u, false)]
    [InlineData(895u, true)]
    [InlineData(uint.MaxValue, false)]
    public void A_ledger_is_in_it_or_not(uint ledger, bool isIn)
    {
        s_set.Contains(ledger).ShouldBe(isIn);
        s_set.Covers(ledger, ledger).ShouldBe(isIn);
    }

    [Fact]
    public void A_run_is_covered_only_whole()
    {
        s_set.Covers(64, 70).ShouldBeTrue();
        s_set.Covers(64, 71).ShouldBeFalse();
        s_set.Covers(20, 64).ShouldBeFalse();
        LedgerSet.Empty.Covers(0, 0).ShouldBeFalse();
    }
}
