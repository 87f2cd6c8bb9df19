using System.Text.Json;

namespace KafkaStellar.Testing.Tests;

public sealed class RowComparisonTests
{
    private static readonly RowComparison s_comparison = new(
        "ledger", "ledger_seq",
        ComparedColumn.Same("tx_hash"),
        ComparedColumn.Renamed("from", "from_account"),
        ComparedColumn.Normalised("asset", "asset_code", normaliseExpected: asset => asset is "native" ? "XLM" : asset));

    [Fact]
    public void Tables_that_agree_have_no_difference()
    {
        s_comparison.Differences(
            [Expected(7, "aa", "G1"), Expected(8, "bb", null)],
            [Actual(7, "aa", "G1"), Actual(8, "bb", null)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_difference_names_ledger_row_column_and_both_values()
    {
        s_comparison.Differences(
            [Expected(7, "aa", "G1"), Expected(7, "bb", null)],
            [Actual(7, "aa", "G1"), Actual(7, "bb", "G2")])
            .ShouldBe(["ledger 7, row 1, from_account: expected null, found \"G2\""]);
    }

    [Fact]
    public void Ledgers_may_come_in_any_order()
    {
        s_comparison.Differences(
            [Expected(8, "bb", null), Expected(7, "aa", null)],
            [Actual(7, "aa", null), Actual(8, "bb", null)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_ledger_that_one_side_lacks_is_a_difference()
    {
        s_comparison.Differences([Expected(7, "aa", null)], [Actual(8, "aa", null)]).ShouldBe(
        [
            "ledger 7: expected 1 rows, found 0",
            "ledger 8: expected 0 rows, found 1",
        ]);
    }

    [Fact]
    public void Numbers_compare_by_value_and_never_equal_their_text()
    {
        var comparison = new RowComparison("l", "l", ComparedColumn.Same("n"));

        comparison.Differences(JsonLines.Parse("""{"l":1,"n":5}"""), JsonLines.Parse("""{"l":1,"n":5.0}""")).ShouldBeEmpty();
        comparison.Differences(JsonLines.Parse("""{"l":1,"n":5}"""), JsonLines.Parse("""{"l":1,"n":"5"}"""))
            .ShouldBe(["ledger 1, row 0, n: expected 5, found \"5\""]);
    }

    [Fact]
    public void A_missing_column_is_not_a_null()
    {
        var comparison = new RowComparison("l", "l", ComparedColumn.Same("n"));

        Should.Throw<KeyNotFoundException>(() =>
            comparison.Differences(JsonLines.Parse("""{"l":1,"n":null}"""), JsonLines.Parse("""{"l":1}""")).ToList()).Message.ShouldContain("'n'");
    }

    [Fact]
    public void Only_the_first_twenty_differences_are_told_and_all_are_counted()
    {
        JsonElement[] expected = [.. Enumerable.Range(0, 30).Select(_ => Expected(7, "aa", null))];
        JsonElement[] actual = [.. Enumerable.Range(0, 30).Select(_ => Actual(7, "bb", null))];

        string message = Should.Throw<RowsDifferException>(() => s_comparison.Verify(expected, actual)).Message;

        message.ShouldStartWith("30 differences between 30 expected and 30 actual rows:\nledger 7, row 0, tx_hash");
        message.Split('\n').Length.ShouldBe(1 + 20 + 1);
        message.ShouldEndWith("and 10 more");
    }

    [Fact]
    public void Nothing_on_either_side_is_no_agreement() =>
        Should.Throw<RowsDifferException>(() => s_comparison.Verify([], [])).Message.ShouldContain("nothing was compared");

    private static JsonElement Expected(uint ledger, string hash, string? from) =>
        JsonSerializer.SerializeToElement(new { ledger, tx_hash = hash, from, asset = "native" });

    private static JsonElement Actual(uint ledger, string hash, string? from) =>
        JsonSerializer.SerializeToElement(new { ledger_seq = ledger, tx_hash = hash, from_account = from, asset_code = "XLM" });
}
