using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// Holds the messages of a transaction on the embedded broker until it is committed, and sends them beside it: that broker would show them
/// before, and what it writes at a transaction's end in the partitions of its messages has no checksum, over which other clients stumble.
/// </summary>
internal sealed class EmbeddedOutbox(ClientFactory clients, Compression compression) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<OutgoingMessage> _held = [];
    private readonly Kafka.IProducer<byte[]?, byte[]?> _producer = clients.EmbeddedProducer(compression);

    public void Hold(OutgoingMessage message) => _held.Add(message);

    public void Clear() => _held.Clear();

    /// <summary>Sends what was held.</summary>
    /// <returns>Why it did not arrive; none where it did.</returns>
    public string? Send()
    {
        string? failure = null;
        foreach (OutgoingMessage message in _held)
            Produce(message, report => failure ??= report.Error.IsError ? report.Error.Reason : null);
        int unsent = _producer.Flush(Patience);
        _held.Clear();
        return unsent > 0 ? $"{unsent} messages did not arrive within {Patience.TotalSeconds} s." : Volatile.Read(ref failure);
    }

    public void Dispose() => _producer.Dispose();

    private void Produce(OutgoingMessage message, Action<Kafka.DeliveryReport<byte[]?, byte[]?>> delivered)
    {
        while (true)
        {
            try
            {
                _producer.Produce(new Kafka.TopicPartition(message.Topic, message.Partition), TransactionalProducer.ToKafka(message), delivered);
                return;
            }
            catch (Kafka.ProduceException<byte[]?, byte[]?> e) when (KafkaErrors.IsQueueFull(e.Error))
            {
                Thread.Sleep(10);
            }
            catch (Kafka.ProduceException<byte[]?, byte[]?> e)
            {
                throw new TopicsException($"{message.Topic}/{message.Partition} does not take ledgers {message.Headers.Ledgers}: {e.Error.Reason}", e);
            }
        }
    }
}
