namespace KafkaStellar.Datasets.Tests;

public sealed class ValueBudgetTests
{
    private const int Largest = 8 << 20;

    [Fact]
    public void One_that_is_too_large_is_refused_with_its_place() =>
        Should.Throw<LedgerRefusedException>(() => Take(new Extent(77, Largest + 1))).Message.ShouldStartWith($"ledger 5: byte 77: ");

    [Fact]
    public void All_together_are_refused_where_they_become_too_many()
    {
        var one = new Extent(0, Largest);

        Take([.. Enumerable.Repeat(one, 12)]);
        Should.Throw<LedgerRefusedException>(() => Take([.. Enumerable.Repeat(one, 12), new Extent(99, 1)])).Message.ShouldContain("byte 99: ");
    }

    private static void Take(params Extent[] extents)
    {
        var budget = new ValueBudget();
        foreach (Extent extent in extents) budget.Take(5, extent);
    }
}
