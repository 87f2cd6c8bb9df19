namespace KafkaStellar.Topics.Tests;

public class DeadLetterBreakerTests
{
    private readonly Clock _clock = new();
    private long _offset;

    [Fact]
    public void One_message_in_a_hundred_may_be_set_aside_for_ever()
    {
        var breaker = new DeadLetterBreaker(_clock);
        for (int message = 1; message <= 100_000; message++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            breaker.Read();
            if (message % 100 == 0) breaker.WhyNot(Next()).ShouldBeNull();
        }
    }

    [Fact]
    public void More_than_ten_of_the_last_thousand_are_too_many()
    {
        var breaker = new DeadLetterBreaker(_clock);
        for (int message = 1; message <= 10; message++)
        {
            _clock.Now += TimeSpan.FromHours(1);
            breaker.Read();
            breaker.WhyNot(Next()).ShouldBeNull();
        }
        breaker.Read();
        breaker.WhyNot(Next()).ShouldBe("11 of the last 11 messages");
    }

    [Fact]
    public void More_than_a_hundred_in_a_minute_are_too_many_however_many_messages_there_are()
    {
        var breaker = new DeadLetterBreaker(_clock);
        string? whyNot = null;
        for (int letter = 1; letter <= 101; letter++)
        {
            for (int message = 0; message < 1000; message++) breaker.Read();
            whyNot = breaker.WhyNot(Next());
            if (letter <= 100) whyNot.ShouldBeNull();
        }
        whyNot.ShouldBe("101 messages in a minute");
        _clock.Now += TimeSpan.FromMinutes(2);
        breaker.WhyNot(Next()).ShouldBeNull();
    }

    [Fact]
    public void A_message_that_comes_again_after_an_abort_counts_once()
    {
        var breaker = new DeadLetterBreaker(_clock);
        Position letter = Next();
        for (int again = 0; again < 50; again++)
        {
            breaker.Read();
            breaker.WhyNot(letter).ShouldBeNull();
        }
    }

    private Position Next() => new("stellar.standalone.raw-ledgers.v1", 0, _offset++);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Messages.Closed;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
