using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Tests.Verification;

public sealed class RawLedgersAuditTests
{
    private static readonly uint[] s_ledgers = [60, 61, 62, 63, 64, 65, 66];

    [Fact]
    public void Ledgers_in_a_row_over_several_partitions_are_found_sound_in_whatever_order_partitions_are_read() =>
        Topics.AuditRaw(s_ledgers.OrderByDescending(ledger => ledger >= 64).Select(ledger => Topics.Raw(ledger))).ShouldBeEmpty();

    [Fact]
    public void A_ledger_that_is_missing_is_named() =>
        Topics.AuditRaw(s_ledgers.Where(ledger => ledger != 62).Select(ledger => Topics.Raw(ledger)))
            .ShouldHaveSingleItem().ShouldContain("ledgers 62 to 62 are missing");

    [Fact]
    public void A_ledger_that_is_missing_where_the_partition_changes_is_named() =>
        Topics.AuditRaw(s_ledgers.Where(ledger => ledger is not (63 or 64)).Select(ledger => Topics.Raw(ledger)))
            .ShouldHaveSingleItem().ShouldContain("ledgers 63 to 64 are missing");

    [Fact]
    public void A_ledger_that_stands_there_twice_is_named_with_its_position()
    {
        Position again = Topics.PositionOf(61) with { Offset = 1000 };

        IReadOnlyList<string> findings = Topics.AuditRaw([.. s_ledgers.Select(ledger => Topics.Raw(ledger)), Topics.Raw(61, again)]);

        findings[0].ShouldContain($"{again}: ledger 61 comes after ledger 63");
    }

    [Theory]
    [InlineData(62u)]
    [InlineData(64u)]
    public void A_ledger_that_names_another_one_before_it_is_not_of_the_chain(uint broken) =>
        Topics.AuditRaw(s_ledgers.Select(ledger => Topics.Raw(ledger, after: ledger == broken ? 7u : null)))
            .ShouldHaveSingleItem().ShouldContain($"ledger {broken} names 07");

    [Fact]
    public void A_ledger_in_a_partition_where_it_does_not_belong_is_named() =>
        Topics.AuditRaw([Topics.Raw(60), Topics.Raw(61, Topics.PositionOf(61) with { Partition = 5 })])
            .ShouldHaveSingleItem().ShouldContain("it belongs in partition 0");

    [Fact]
    public void A_message_that_cannot_be_read_is_named_with_its_position()
    {
        TopicMessage sound = Topics.Raw(63), damaged = new(sound.Position, sound.Key, sound.Timestamp, sound.Headers, [1, 2, 3]);

        Topics.AuditRaw([Topics.Raw(62), damaged])[0].ShouldContain($"{sound.Position}");
    }
}
