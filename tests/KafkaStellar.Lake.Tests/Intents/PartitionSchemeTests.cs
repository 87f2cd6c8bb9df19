namespace KafkaStellar.Lake.Tests.Intents;

public sealed class PartitionSchemeTests
{
    private static readonly DateTimeOffset s_close = new(2026, 1, 1, 22, 30, 0, TimeSpan.FromHours(-5));

    [Theory]
    [InlineData("none", "")]
    [InlineData("date", "year=2026/month=01/day=02")]
    [InlineData("hour", "year=2026/month=01/day=02/hour=03")]
    [InlineData("ledger_range", "ledger_range=0063040000-0063103999")]
    [InlineData("ledger_range:100", "ledger_range=0063092900-0063092999")]
    [InlineData("date_hour_type", "year=2026/month=01/day=02/hour=03/event_type=transfer")]
    [InlineData("event_type", "event_type=transfer")]
    [InlineData("event_type+date", "event_type=transfer/year=2026/month=01/day=02")]
    [InlineData("ledger_range:10,event_type", "ledger_range=0063092980-0063092989/event_type=transfer")]
    public void Folders_follow_from_the_ledger_its_close_time_in_UTC_and_the_values_of_columns(string text, string folder)
    {
        PartitionScheme scheme = PartitionScheme.Parse(text);

        scheme.Fill(scheme.FolderOf(s_close, 63_092_982), [.. scheme.Columns.Select(_ => "transfer")]).ShouldBe(folder);
    }

    [Theory]
    [InlineData("../../etc", "..%2F..%2Fetc")]
    [InlineData("{date}", "%7Bdate}")]
    [InlineData("{kind}", "%7Bkind}")]
    public void A_value_cannot_lead_out_of_its_folder(string value, string folder)
    {
        PartitionScheme scheme = PartitionScheme.Parse("asset_code+kind");

        scheme.Fill(scheme.FolderOf(s_close, 1), [value, "x"]).ShouldBe($"asset_code={folder}/kind=x");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Date")]
    [InlineData("date+date")]
    [InlineData("date+hour")]
    [InlineData("none+date")]
    [InlineData("date+")]
    [InlineData("ledger_range:0")]
    [InlineData("ledger_range:x")]
    [InlineData("a/b")]
    [InlineData("a+b+c+d+e+f+g+h+i")]
    public void What_is_no_scheme_is_refused_with_what_there_is(string text) =>
        Should.Throw<FormatException>(() => PartitionScheme.Parse(text)).Message.ShouldContain($"\"{text}\" is no scheme");

    [Theory]
    [InlineData("none")]
    [InlineData("date+asset_code")]
    [InlineData("ledger_range:7+event_type")]
    public void Its_text_reads_back_as_the_same(string text)
    {
        PartitionScheme scheme = PartitionScheme.Parse(text);

        $"{scheme}".ShouldBe(text);
        PartitionScheme.Parse($"{scheme}").ShouldBe(scheme);
        $"{PartitionScheme.Parse("date_hour_type")}".ShouldBe("hour+event_type");
    }
}
