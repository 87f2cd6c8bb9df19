using System.Diagnostics.CodeAnalysis;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;

namespace KafkaStellar.Workers.Tests;

public sealed class MessageAttemptsTests : IDisposable
{
    private static readonly Position s_message = new("stellar.x.raw-ledgers.v1", 3, 7);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_message_that_two_processes_died_at_is_a_bad_one_to_those_after_them()
    {
        DieAt(s_message);
        DieAt(s_message);

        using MessageAttempts third = Process();
        string sentence = Should.Throw<BadMessageException>(() => third.Guard(s_message, Fail)).Message;

        sentence.ShouldContain($"{s_message}");
        sentence.ShouldContain("2 processes have died");
        using MessageAttempts fourth = Process();
        Should.Throw<BadMessageException>(() => fourth.Guard(s_message, Fail));
    }

    // All that is not committed comes again before it, as in a transaction that the death left open.
    [Fact]
    public void Messages_that_come_again_before_it_do_not_hide_it()
    {
        for (int i = 0; i < 2; i++)
        {
            using (MessageAttempts process = Process()) process.Guard(s_message with { Offset = 6 }, () => 6).ShouldBe(6);
            DieAt(s_message);
        }

        using MessageAttempts third = Process();
        third.Guard(s_message with { Offset = 6 }, () => 6).ShouldBe(6);
        Should.Throw<BadMessageException>(() => third.Guard(s_message, Fail));
        third.Guard(s_message with { Offset = 8 }, () => 8).ShouldBe(8);
        Should.Throw<BadMessageException>(() => third.Guard(s_message, Fail));
    }

    [Fact]
    public void Two_such_messages_in_one_transaction_are_both_found()
    {
        for (int i = 0; i < 2; i++) DieAt(s_message);
        for (int i = 0; i < 2; i++) DieAt(s_message with { Offset = 9 });

        using MessageAttempts fifth = Process();
        Should.Throw<BadMessageException>(() => fifth.Guard(s_message, Fail));
        Should.Throw<BadMessageException>(() => fifth.Guard(s_message with { Offset = 9 }, Fail));
    }

    [Fact]
    public void Only_the_last_places_are_remembered()
    {
        for (long offset = 0; offset < 70; offset++)
            for (int i = 0; i < 2; i++) DieAt(s_message with { Offset = offset });

        using MessageAttempts process = Process();
        process.Guard(s_message with { Offset = 5 }, () => 5).ShouldBe(5);
        Should.Throw<BadMessageException>(() => process.Guard(s_message with { Offset = 6 }, Fail));
        new FileInfo(Directory.GetFiles(_folder.PathOf("state")).ShouldHaveSingleItem()).Length.ShouldBe(8 * (1 + 2 * 64));
    }

    [Fact]
    public void A_process_that_lived_through_it_begins_the_count_anew()
    {
        DieAt(s_message);
        using (MessageAttempts second = Process()) second.Guard(s_message, () => 1).ShouldBe(1);
        DieAt(s_message);

        using MessageAttempts fourth = Process();
        fourth.Guard(s_message, () => 2).ShouldBe(2);
    }

    [Fact]
    public void A_failure_that_is_caught_is_no_death()
    {
        for (int i = 0; i < 3; i++)
        {
            using MessageAttempts process = Process();
            Should.Throw<FormatException>(() => process.Guard<int>(s_message, () => throw new FormatException()));
        }
    }

    [Fact]
    public void Want_of_memory_is_one()
    {
        for (int i = 0; i < 2; i++)
        {
            using MessageAttempts process = Process();
            Should.Throw<InsufficientMemoryException>(() => process.Guard<int>(s_message, () => throw new InsufficientMemoryException()));
        }

        using MessageAttempts third = Process();
        Should.Throw<BadMessageException>(() => third.Guard(s_message, Fail));
    }

    [Fact]
    public void Other_messages_partitions_and_groups_count_apart()
    {
        DieAt(s_message);
        DieAt(s_message);

        using MessageAttempts process = Process(), other = Process("another/group");
        process.Guard(s_message with { Partition = 4 }, () => 1).ShouldBe(1);
        other.Guard(s_message, () => 1).ShouldBe(1);
        process.Guard(s_message with { Offset = 8 }, () => 1).ShouldBe(1);
    }

    [Fact]
    public void A_torn_note_counts_as_none()
    {
        DieAt(s_message);
        DieAt(s_message);
        string note = Directory.GetFiles(_folder.PathOf("state")).ShouldHaveSingleItem();
        File.WriteAllBytes(note, File.ReadAllBytes(note)[..7]);

        using MessageAttempts third = Process();
        third.Guard(s_message, () => 1).ShouldBe(1);
    }

    // What a process leaves that is killed while it is at work.
    private void DieAt(Position message)
    {
        using MessageAttempts process = Process();
        string? note = null;
        byte[] left = [];
        process.Guard(message, () =>
        {
            note = Directory.GetFiles(_folder.PathOf("state")).ShouldHaveSingleItem();
            return left = File.ReadAllBytes(note);
        });
        File.WriteAllBytes(note!, left);
    }

    private MessageAttempts Process(string group = "group") => new(_folder.PathOf("state"), group);

    [DoesNotReturn]
    private static int Fail() => throw new InvalidOperationException("It was looked into.");
}
