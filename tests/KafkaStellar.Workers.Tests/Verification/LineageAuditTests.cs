using KafkaStellar.Topics;

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

        findings.ShouldHaveSingleItem().ShouldContain($"was made from {Topics.PositionOf(66)} (ledger 66), from which something before it was made already");
    }

    [Fact]
    public void What_says_another_ledger_than_the_message_it_was_made_from_is_named()
    {
        (IReadOnlyList<string> findings, _) = Topics.AuditMade(s_all.Select(ledger => Topics.Made(ledger == 65 ? 66 : ledger, ledger, from: ledger)));

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
