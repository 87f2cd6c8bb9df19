namespace KafkaStellar.Topics.Tests;

public class DeadLetterBreakerTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void One_message_in_a_hundred_may_be_set_aside_for_ever()
    {
        var breaker = new DeadLetterBreaker(_clock);
        for (int message = 1; message <= 100_000; message++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            breaker.Read();
            if (message % 100 == 0) breaker.WhyNot().ShouldBeNull();
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
            breaker.WhyNot().ShouldBeNull();
        }
        breaker.Read();
        breaker.WhyNot().ShouldBe("11 of the last 11 messages");
    }

    [Fact]
    public void More_than_a_hundred_in_a_minute_are_too_many_however_many_messages_there_are()
    {
        var breaker = new DeadLetterBreaker(_clock);
        string? whyNot = null;
        for (int letter = 1; letter <= 101; letter++)
        {
            for (int message = 0; message < 1000; message++) breaker.Read();
            whyNot = breaker.WhyNot();
            if (letter <= 100) whyNot.ShouldBeNull();
        }
        whyNot.ShouldBe("101 messages in a minute");
        _clock.Now += TimeSpan.FromMinutes(2);
        breaker.WhyNot().ShouldBeNull();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Messages.Closed;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
