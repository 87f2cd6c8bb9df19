using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;

namespace KafkaStellar.Workers.Tests.Sink;

/// <summary>Topics in memory, of one partition each or more, and the one member of their group. What is done with them is noted.</summary>
internal sealed class FakeTopics(List<string> events) : ISinkTopics, ISinkReader
{
    private readonly Dictionary<TopicPartition, long> _next = [];
    private AssignmentHandlers _handlers = new();
    private bool _isAssigned;
    private int _reads;

    /// <summary>What stands in them, in the order of offsets.</summary>
    public List<TopicMessage> Messages { get; } = [];

    /// <summary>Where the group goes on.</summary>
    public Dictionary<TopicPartition, long> Committed { get; } = [];

    /// <summary>Called before each read, with its number from 1 on.</summary>
    public Action<int>? BeforeRead { get; set; }

    public IReadOnlyCollection<TopicPartition> Partitions => _next.Keys;

    public bool AtEnd => _isAssigned && _next.All(one => one.Value >= EndOf(one.Key));

    public ISinkReader Join(string group, IReadOnlyCollection<string> topics, AssignmentHandlers handlers)
    {
        (_handlers, _isAssigned) = (handlers, false);
        _next.Clear();
        return this;
    }

    public string IdOf(string topic) => new('0', 32);

    /// <summary>The partitions go to another, who has them already, and come back.</summary>
    public void Lose()
    {
        _handlers.Lost!([.. _next.Keys]);
        _next.Clear();
        _isAssigned = false;
    }

    public TopicMessage? Read(TimeSpan timeout)
    {
        BeforeRead?.Invoke(++_reads);
        if (!_isAssigned) Assign();
        foreach (TopicMessage message in Messages)
        {
            TopicPartition partition = message.Position.TopicPartition;
            if (message.Position.Offset < _next[partition]) continue;
            _next[partition] = message.Position.Offset + 1;
            return message;
        }

        // Markers of transactions stand after the last message.
        foreach (TopicPartition partition in _next.Keys.ToArray()) _next[partition] = EndOf(partition);
        return null;
    }

    public long? NextOffset(TopicPartition partition) => _next.TryGetValue(partition, out long next) ? next : null;

    public void ReadAgain(Position first) => _next[first.TopicPartition] = first.Offset;

    public bool Pause(TopicPartition partition) => true;

    public void Resume(TopicPartition partition)
    {
        // nothing is ever held back here
    }

    public bool Commit(IReadOnlyCollection<Position> next)
    {
        foreach (Position position in next)
        {
            Committed[position.TopicPartition] = position.Offset;
            events.Add($"commit {position.Offset}");
        }

        return true;
    }

    public void Close() => _handlers.Revoked!([.. _next.Keys]);

    public void Dispose()
    {
        // nothing to be given back
    }

    private void Assign()
    {
        _isAssigned = true;
        foreach (TopicPartition partition in Messages.Select(message => message.Position.TopicPartition).Distinct())
            _next[partition] = _handlers.Assigned!(new AssignedPartition(partition, Committed.TryGetValue(partition, out long offset) ? offset : null, 0, EndOf(partition)));
    }

    private long EndOf(TopicPartition partition) => Messages.Last(message => message.Position.TopicPartition == partition).Position.Offset + 2;
}
