using Microsoft.Extensions.Logging;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>Reads the partitions that its owner names: committed messages, in order and each once, from offsets that its owner chooses. It joins no group. One thread uses it.</summary>
internal sealed class PartitionReader : IDisposable
{
    private readonly ClientFactory _clients;
    private readonly string _name;
    private readonly Kafka.IConsumer<byte[]?, byte[]?> _consumer;
    private readonly ReadPartitions _read;

    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="name">Who reads, for log, metrics and refusals.</param>
    public PartitionReader(ClientFactory clients, string name)
    {
        (_clients, _name) = (clients, name);
        _consumer = clients.Consumer(name).Build();
        _read = new(clients, _consumer, name);
    }

    /// <summary>The partitions that are read now.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => _read.All;

    /// <summary>Whether the end of each partition was seen since its last message; also where there is none.</summary>
    public bool AtEnd => Partitions.Count == 0 || _read.AtEnd;

    /// <summary>Begins with a partition at an offset; one that is read already is gone on with there.</summary>
    public void Start(TopicPartition partition, long offset)
    {
        if (_read.All.Contains(partition))
        {
            _read.Rewind(partition, offset, null);
            return;
        }

        _consumer.IncrementalAssign([TopicReader.ToKafka(partition.At(offset))]);
        _read.Add(partition, offset);
    }

    /// <summary>Ends with a partition.</summary>
    public void Stop(TopicPartition partition)
    {
        if (!_read.All.Contains(partition)) return;
        _consumer.IncrementalUnassign([TopicReader.ToKafka(partition)]);
        _read.Remove(partition);
    }

    /// <summary>The next message, or none within some time.</summary>
    /// <exception cref="TopicsException">Kafka cannot give what was asked: a missing topic, an offset that is gone.</exception>
    public TopicMessage? Read(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            long left = Math.Max(0, deadline - Environment.TickCount64);
            if (Consume(TimeSpan.FromMilliseconds(left)) is not { } result) return null;
            if (_read.Accept(result) is { } message) return message;
        }
    }

    /// <inheritdoc cref="ReadPartitions.NextOffset"/>
    public long? NextOffset(TopicPartition partition) => _read.NextOffset(partition);

    /// <inheritdoc cref="ReadPartitions.Pause"/>
    public bool Pause(TopicPartition partition) => _read.Pause(partition);

    /// <inheritdoc cref="ReadPartitions.Rewind"/>
    public void Rewind(TopicPartition partition, long offset, long? first) => _read.Rewind(partition, offset, first);

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private Kafka.ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        try
        {
            return _consumer.Consume(timeout);
        }
        catch (Kafka.ConsumeException e) when (KafkaErrors.IsPassing(e.Error))
        {
            _clients.Logger.ClientError(LogLevel.Warning, e.Error.Code, e.Error.Reason);
            return null;   // the client goes on asking
        }
        catch (Kafka.ConsumeException e)
        {
            throw KafkaErrors.Refusal(e, $"The reader {_name}", string.Join(", ", Partitions.Select(partition => partition.Topic).Distinct()));
        }
    }
}
