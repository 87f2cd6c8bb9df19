namespace KafkaStellar.Topics.Tests;

public class ContractEvolutionTests
{
    private static readonly TopicContract Old = new()
    {
        Dataset = "transactions",
        Meaning = "One row a transaction.",
        WrittenBy = "extract transactions",
        ReadBy = ["sink transactions"],
        Columns = ["ledger_seq: uint32", "memo_data: binary?"],
    };

    [Fact]
    public void The_same_contract_follows_itself() => WhyNot(Old).ShouldBeNull();

    [Fact]
    public void A_nullable_column_at_the_end_is_a_minor_version() =>
        WhyNot(Old with { Version = new(1, 1, 0), Columns = [.. Old.Columns, "fee: int64?"] }).ShouldBeNull();

    [Fact]
    public void A_better_sentence_is_a_patch() => WhyNot(Old with { Version = new(1, 0, 1), Meaning = "One row a transaction, successful or not." }).ShouldBeNull();

    [Fact]
    public void A_new_column_needs_a_new_minor_version() => WhyNot(Old with { Columns = [.. Old.Columns, "fee: int64?"] }).ShouldNotBeNull().ShouldContain("1.1.0");

    [Theory]
    [InlineData("ledger_seq: uint32", "memo_data: binary?", "fee: int64")]
    [InlineData("ledger_seq: uint32", "fee: int64?", "memo_data: binary?")]
    [InlineData("ledger_seq: uint64", "memo_data: binary?")]
    [InlineData("ledger_seq: uint32", "memo: binary?")]
    [InlineData("ledger_seq: uint32", "memo_data: binary")]
    [InlineData("ledger_seq: uint32")]
    public void Any_other_change_of_columns_needs_a_new_topic(params string[] columns) =>
        WhyNot(Old with { Version = new(1, 1, 0), Columns = columns }).ShouldNotBeNull().ShouldContain("v2");

    [Fact]
    public void Other_partitions_spans_keys_and_smaller_messages_need_a_new_topic()
    {
        WhyNot(Old with { Partitions = 24 }).ShouldNotBeNull().ShouldContain("partitions");
        WhyNot(Old with { Span = 1 }).ShouldNotBeNull().ShouldContain("partitions");
        WhyNot(Old with { Key = "transaction hash" }).ShouldNotBeNull().ShouldContain("key");
        WhyNot(Old with { MaxMessageBytes = 1 << 20 }).ShouldNotBeNull().ShouldContain("bytes");
    }

    [Fact]
    public void Another_major_version_or_dataset_is_no_successor()
    {
        WhyNot(Old with { Version = new(2, 0, 0) }).ShouldNotBeNull().ShouldContain("beside");
        WhyNot(Old with { Dataset = "operations" }).ShouldNotBeNull().ShouldContain("operations");
        (Old with { Version = new(1, 2, 0) }).IsCompatibleSuccessor(Old, out string? why).ShouldBeFalse();
        why.ShouldNotBeNull().ShouldContain("back");
    }

    private static string? WhyNot(TopicContract next)
    {
        bool may = Old.IsCompatibleSuccessor(next, out string? why);
        may.ShouldBe(why is null);
        return why;
    }
}
