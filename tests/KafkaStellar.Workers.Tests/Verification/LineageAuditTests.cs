using KafkaStellar.Topics;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Verification;

public sealed class LineageAuditTests
{
    private static readonly uint[] s_all = [.. Enumerable.Range((int)Topics.First, (int)(Topics.Last - Topics.First + 1)).Select(ledger => (uint)ledger)];

    [Fact]
    public void What_was_made_from_each_message_once_and_in_order_is_sound()
    {
        (IReadOnlyList<string> findings, long behind) = Topics.AuditMade(s_all.Select(ledger => Topics.Made(ledger, ledger)));

        findings.ShouldBeEmpty();
        behind.ShouldBe(0);
    }

    [Fact]
    public void What_is_still_to_be_done_at_the_end_is_counted_and_no_fault()
    {
        (IReadOnlyList<string> findings, long behind) = Topics.AuditMade(s_all.Where(ledger => ledger is not (63 or 68 or 69)).Select(ledger => Topics.Made(ledger, ledger)));

        findings.ShouldBeEmpty();
        behind.ShouldBe(3);
    }

    [Fact]
    public void A_message_from_which_nothing_was_made_is_named_with_what_was_made_after_it()
    {
        (IReadOnlyList<string> findings, _) = Topics.AuditMade(s_all.Where(ledger => ledger is not (61 or 62)).Select(ledger => Topics.Made(ledger, ledger)));

        string sentence = findings.ShouldHaveSingleItem();
        sentence.ShouldContain($"nothing was made from {Topics.PositionOf(61)} (ledger 61) to offset 124 (ledger 62)");
        sentence.ShouldContain($"made from {Topics.PositionOf(63)} after them");
    }

    [Fact]
    public void What_was_made_from_one_message_twice_is_named()
    {
        (IReadOnlyList<string> findings, _) = Topics.AuditMade([.. s_all.Select(ledger => Topics.Made(ledger, ledger)), Topics.Made(66, 1000)]);

        string sentence = findings.ShouldHaveSingleItem();
        sentence.ShouldContain($"{Topics.MadeAt(66, 1000)}, which was made from {Topics.PositionOf(66)}, has the rows of ledgers 66-66, which stand at {Topics.MadeAt(66, 66)} already");
        sentence.ShouldContain($"Delete {Topics.MadeAt(66, 66).Topic}, create it (topics apply)");
    }

    [Fact]
    public void A_ledger_that_was_made_twice_from_two_messages_is_named_with_both_positions()
    {
        Position again = Topics.PositionOf(66) with { Offset = 1000 };

        (IReadOnlyList<string> findings, long behind) = Topics.AuditMade([.. s_all.Select(ledger => Topics.Made(ledger, ledger)), Topics.MadeFrom(66, 1000, again)], [Topics.Raw(66, again)]);

        findings.Count.ShouldBe(2);
        findings[1].ShouldContain($"{Topics.MadeAt(66, 1000)}, which was made from {again}, has the rows of ledgers 66-66, which stand at {Topics.MadeAt(66, 66)} already");
        behind.ShouldBe(0);
    }

    [Fact]
    public void Ledgers_that_were_made_again_from_a_topic_that_was_written_anew_are_named_each()
    {
        IEnumerable<TopicMessage> former = s_all.Select(ledger => Topics.MadeFrom(ledger, ledger, Topics.PositionOf(ledger) with { Offset = 5000 + ledger }));

        (IReadOnlyList<string> findings, _) = Topics.AuditMade([.. former, .. s_all.Select(ledger => Topics.Made(ledger, 100 + ledger))]);

        findings.Count.ShouldBe(s_all.Length);
        findings[0].ShouldContain($"which stand at {Topics.MadeAt(60, 60)} already");
    }

    [Fact]
    public void A_ledger_that_was_made_twice_from_records_that_were_deleted_is_named()
    {
        Position before = Topics.PositionOf(60) with { Offset = 1 };

        (IReadOnlyList<string> findings, _) = Topics.AuditMade([Topics.MadeFrom(48, 1, before), Topics.MadeFrom(48, 2, before), .. s_all.Select(ledger => Topics.Made(ledger, ledger))]);

        findings.ShouldHaveSingleItem().ShouldContain("ledgers 48-48, which stand at");
    }

    [Fact]
    public void A_ledger_in_parts_that_stands_there_twice_is_named_once()
    {
        IEnumerable<TopicMessage> Parts(long offset) => ((int[])[1, 2, 3]).Select(part => Topics.Made(69, offset + part, part: new MessagePart(part, 3)));

        (IReadOnlyList<string> findings, _) = Topics.AuditMade([.. s_all.Where(ledger => ledger != 69).Select(ledger => Topics.Made(ledger, ledger)), .. Parts(1000), .. Parts(2000)]);

        findings.ShouldHaveSingleItem().ShouldContain($"{Topics.MadeAt(69, 2001)}, which was made from {Topics.PositionOf(69)}, has the rows of ledgers 69-69, which stand at {Topics.MadeAt(69, 1003)} already");
    }

    [Fact]
    public void What_a_dataset_is_made_of_is_each_ledger_where_it_is_whole()
    {
        InputTopic made = Topics.InputOf(Topics.Made(60, 10), Topics.Made(61, 11, part: new MessagePart(1, 2)), Topics.Made(61, 12, part: new MessagePart(2, 2)), Topics.Made(62, 13));

        ((long[])[10, 11, 12, 13]).Select(offset => made[0].From(offset)).ShouldBe([(10, 60), (12, 61), (12, 61), (13, 62)]);
    }

    [Fact]
    public void What_says_another_ledger_than_the_message_it_was_made_from_is_named()
    {
        (IReadOnlyList<string> findings, _) = Topics.AuditMade(s_all.Select(ledger => Topics.Made(ledger == 65 ? 99 : ledger, ledger, from: ledger)));

        findings.ShouldHaveSingleItem().ShouldContain($"{Topics.PositionOf(65)}, from which it was made, is of ledger 65");
    }

    [Fact]
    public void What_was_made_from_an_offset_without_a_committed_message_is_named()
    {
        TopicMessage made = Topics.Made(61, 61);
        KeyValuePair<string, byte[]?>[] headers =
            [.. made.Headers.Select(header => header.Key == "source" ? new(header.Key, System.Text.Encoding.ASCII.GetBytes($"{Topics.PositionOf(61) with { Offset = 121 }}")) : header)];

        (IReadOnlyList<string> findings, _) = Topics.AuditMade([Topics.Made(60, 60), new(made.Position, made.Key, made.Timestamp, headers, made.Value.ToArray())]);

        findings.ShouldHaveSingleItem().ShouldContain("where no committed message stands");
    }

    [Fact]
    public void A_dead_letter_stands_for_what_was_not_made_and_it_may_be_made_later_once()
    {
        IEnumerable<TopicMessage> without = s_all.Where(ledger => ledger != 62).Select(ledger => Topics.Made(ledger, ledger));

        (IReadOnlyList<string> findings, long behind) = Topics.AuditMade(without, deadLetters: 62);
        findings.ShouldBeEmpty();
        behind.ShouldBe(0);
        Topics.AuditMade([.. without, Topics.Made(62, 1000)], deadLetters: 62).Findings.ShouldBeEmpty();
        Topics.AuditMade([.. without, Topics.Made(62, 1000), Topics.Made(62, 1001)], deadLetters: 62).Findings.ShouldHaveSingleItem().ShouldContain("twice");
    }

    [Fact]
    public void A_ledger_in_parts_counts_once_and_a_missing_part_is_named()
    {
        IEnumerable<TopicMessage> InParts(params int[] parts) => s_all.SelectMany(ledger => ledger != 62
            ? [Topics.Made(ledger, 10 * ledger)]
            : parts.Select(part => Topics.Made(62, 620 + part, part: new MessagePart(part, 3))));

        Topics.AuditMade(InParts(1, 2, 3)).Findings.ShouldBeEmpty();
        Topics.AuditMade(InParts(1, 2)).Findings.ShouldHaveSingleItem().ShouldContain("should be the next part");
        Topics.AuditMade(InParts(1, 3)).Findings.ShouldContain(sentence => sentence.Contains("the part before it is missing", StringComparison.Ordinal));
    }
}
