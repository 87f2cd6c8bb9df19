using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Tests;

/// <summary>Partition 0 of raw-ledgers holds ledgers 0 to 63, then 768 to 831, and so on: runs of 64, every twelfth.</summary>
public sealed class LedgerChainTests
{
    private static readonly TopicPartition s_partition = new("stellar.standalone.raw-ledgers.v1", 0);

    private readonly LedgerChain _chain = new(s_partition, RawLedgers.Contract);

    [Fact]
    public void The_first_ledger_may_be_any() => Follow(41, previous: 200);

    [Fact]
    public void Ledgers_that_follow_by_number_and_hash_are_taken()
    {
        for (uint ledger = 2; ledger <= 63; ledger++) Follow(ledger, previous: (byte)(ledger - 1));
    }

    [Fact]
    public void A_gap_within_a_run_is_refused_with_both_ledgers_and_the_one_that_is_missing()
    {
        Follow(5, previous: 4);
        string sentence = Should.Throw<BrokenChainException>(() => Follow(7, previous: 6)).Message;

        sentence.ShouldStartWith($"{s_partition}: ledger 5 is followed by ledger 7, where ledger 6 should be");
    }

    [Theory]
    [InlineData(5u)]
    [InlineData(4u)]
    public void A_ledger_that_comes_again_is_refused(uint again)
    {
        Follow(5, previous: 4);

        Should.Throw<BrokenChainException>(() => Follow(again, previous: 4)).Message.ShouldContain("where ledger 6 should be");
    }

    [Fact]
    public void The_next_run_of_the_partition_follows_by_number_alone()
    {
        Follow(63, previous: 62);
        Follow(768, previous: 1);
        Follow(769, previous: HashOf(768));
    }

    [Theory]
    [InlineData(64u)]
    [InlineData(767u)]
    [InlineData(769u)]
    [InlineData(1536u)]
    public void Another_run_than_the_next_is_refused(uint other)
    {
        Follow(63, previous: 62);

        Should.Throw<BrokenChainException>(() => Follow(other, previous: 63)).Message.ShouldContain("where ledger 768 should be");
    }

    [Fact]
    public void A_previous_hash_that_is_not_the_hash_before_is_refused_with_both()
    {
        Follow(5, previous: 4);
        string sentence = Should.Throw<BrokenChainException>(() => Follow(6, previous: 99)).Message;

        sentence.ShouldContain($"{s_partition}: ledger 6");
        sentence.ShouldContain(Convert.ToHexStringLower(Hash(99)));
        sentence.ShouldContain(Convert.ToHexStringLower(Hash(5)));
    }

    [Fact]
    public void What_was_refused_is_not_taken()
    {
        Follow(5, previous: 4);
        Should.Throw<BrokenChainException>(() => Follow(6, previous: 99));

        Follow(6, previous: 5);
    }

    [Fact]
    public void Behind_a_message_that_was_set_aside_in_the_place_of_the_next_ledger_comes_the_one_after_it_or_itself()
    {
        Follow(5, previous: 4);
        _chain.PassOver(LedgerSpan.Of(6));
        Follow(7, previous: 6);
        _chain.PassOver(LedgerSpan.Of(8)); // rubbish in its name
        Follow(8, previous: 7);

        Should.Throw<BrokenChainException>(() => Follow(8, previous: 7)).Message.ShouldContain("where ledger 9 should be");
    }

    [Fact]
    public void A_ledger_whose_rubbish_was_set_aside_must_still_name_the_hash_before_it()
    {
        Follow(5, previous: 4);
        _chain.PassOver(LedgerSpan.Of(6));

        Should.Throw<BrokenChainException>(() => Follow(6, previous: 99)).Message.ShouldContain("not of one chain");
    }

    [Fact]
    public void A_message_that_was_set_aside_elsewhere_changes_nothing()
    {
        Follow(5, previous: 4);
        _chain.PassOver(LedgerSpan.Of(9));

        Should.Throw<BrokenChainException>(() => Follow(10, previous: 9)).Message.ShouldContain("where ledger 6 should be");
        Follow(6, previous: 5);
    }

    [Fact]
    public void Behind_a_ledger_of_unknown_hash_only_the_number_is_checked()
    {
        _chain.Begin(5);

        Should.Throw<BrokenChainException>(() => Follow(7, previous: 6)).Message.ShouldContain("where ledger 6 should be");
        Follow(6, previous: 99);
    }

    private void Follow(uint ledger, byte previous) => _chain.Follow(ledger, Hash(HashOf(ledger)), Hash(previous));

    private static byte HashOf(uint ledger) => (byte)ledger;

    private static byte[] Hash(byte of) => [.. Enumerable.Repeat(of, 32)];
}
