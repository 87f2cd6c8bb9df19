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

        Topics.AuditRaw([.. s_ledgers.Select(ledger => Topics.Raw(ledger)), Topics.Raw(61, again)])
            .ShouldHaveSingleItem().ShouldContain($"{again}: ledger 61 stands there again: it stands at {Topics.PositionOf(61)} already");
    }

    [Fact]
    public void A_ledger_that_stands_in_two_partitions_is_named_with_both_positions_and_nothing_is_missing()
    {
        Position again = Topics.PositionOf(61) with { Partition = 5 };

        IReadOnlyList<string> findings = Topics.AuditRaw([.. s_ledgers.Select(ledger => Topics.Raw(ledger)), Topics.Raw(61, again)]);

        findings.Count.ShouldBe(2);
        findings[0].ShouldContain("it belongs in partition 0");
        findings[1].ShouldContain($"{again}: ledger 61 stands there again: it stands at {Topics.PositionOf(61)} already");
    }

    [Fact]
    public void Ledgers_that_a_source_began_anew_with_are_named_each_and_nothing_is_missing_after_them()
    {
        IEnumerable<TopicMessage> anew = ((uint[])[64, 65]).Select(ledger => Topics.Raw(ledger, Topics.PositionOf(ledger) with { Offset = 1000 + ledger }));

        IReadOnlyList<string> findings = Topics.AuditRaw([.. s_ledgers.Select(ledger => Topics.Raw(ledger)), .. anew, Topics.Raw(67, Topics.PositionOf(67) with { Offset = 2000 })]);

        findings.Select(finding => finding[..finding.IndexOf(" stands there again", StringComparison.Ordinal)])
            .ShouldBe([$"{Topics.PositionOf(64) with { Offset = 1064 }}: ledger 64", $"{Topics.PositionOf(65) with { Offset = 1065 }}: ledger 65"]);
    }

    [Fact]
    public void A_ledger_that_stands_there_twice_is_found_where_the_records_before_it_were_deleted()
    {
        Position again = Topics.PositionOf(66) with { Offset = 1000 };

        Topics.AuditRaw([Topics.Raw(65), Topics.Raw(66), Topics.Raw(66, again)])
            .ShouldHaveSingleItem().ShouldContain($"{again}: ledger 66 stands there again");
    }

    [Fact]
    public void A_ledger_that_comes_after_a_later_one_is_out_of_order() =>
        Topics.AuditRaw([Topics.Raw(61), Topics.Raw(60, Topics.PositionOf(60) with { Offset = 1000 })])
            .ShouldHaveSingleItem().ShouldContain("ledger 60 comes after ledger 61: it is out of order");

    [Fact]
    public void Every_finding_says_what_to_do()
    {
        TopicMessage sound = Topics.Raw(67), damaged = new(sound.Position, sound.Key, sound.Timestamp, sound.Headers, [1, 2, 3]);
        IEnumerable<TopicMessage> messages =
            [Topics.Raw(60), Topics.Raw(62, after: 7), Topics.Raw(63, after: 7), Topics.Raw(61, Topics.PositionOf(61) with { Partition = 5 }), Topics.Raw(62, Topics.PositionOf(62) with { Offset = 1000 }), damaged];

        IReadOnlyList<string> findings = Topics.AuditRaw(messages);

        findings.Count.ShouldBeGreaterThan(4);
        findings.ShouldAllBe(finding => finding.Contains(" Delete stellar.standalone.raw-ledgers.v1, ", StringComparison.Ordinal) || finding.Contains("(dead-letters list)", StringComparison.Ordinal));
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
