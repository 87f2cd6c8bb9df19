namespace KafkaStellar.Topics;

/// <summary>
/// Stops a worker from draining a topic into dead-letters: one bad message is a bad message, many are a bad worker, or a topic of another
/// kind. It trips at more than 1 % of the last 1,000 messages, or at more than 100 in a minute.
/// </summary>
internal sealed class DeadLetterBreaker(TimeProvider time)
{
    private const int Window = 1000;
    private const int MostInWindow = Window / 100;
    private const int MostInMinute = 100;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly HashSet<Position> _counted = [];           // after an abort the same messages come again
    private readonly Queue<long> _inWindow = [];                // the message numbers of dead letters
    private readonly Queue<DateTimeOffset> _inMinute = [];
    private long _messages;

    /// <summary>A message was read.</summary>
    public void Read() => _messages++;

    /// <summary>The last message read is to be a dead letter.</summary>
    /// <returns>Why it must not be; none while all is well.</returns>
    public string? WhyNot(Position letter)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_counted.Count >= MostRemembered) _counted.Clear();
        if (_counted.Add(letter))
        {
            _inWindow.Enqueue(_messages);
            _inMinute.Enqueue(now);
        }
        while (_inWindow.TryPeek(out long message) && message <= _messages - Window) _inWindow.Dequeue();
        while (_inMinute.TryPeek(out DateTimeOffset then) && then < now - Minute) _inMinute.Dequeue();
        if (_inWindow.Count > MostInWindow) return $"{_inWindow.Count} of the last {Math.Min(_messages, Window)} messages";
        return _inMinute.Count > MostInMinute ? $"{_inMinute.Count} messages in a minute" : null;
    }
}
