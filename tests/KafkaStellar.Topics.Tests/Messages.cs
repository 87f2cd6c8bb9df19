using System.Text;

namespace KafkaStellar.Topics.Tests;

/// <summary>Messages whose value is a line of text: what moves them does not look inside.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Closed = new(2024, 2, 20, 17, 0, 0, TimeSpan.Zero);

    public static OutgoingMessage Text(string topic, int partition, uint ledger, string text) => Bytes(topic, partition, ledger, Encoding.UTF8.GetBytes(text));

    public static OutgoingMessage Bytes(string topic, int partition, uint ledger, byte[] value) => new()
    {
        Topic = topic,
        Partition = partition,
        Key = OutgoingMessage.KeyOf(ledger),
        Timestamp = Closed.AddSeconds(5 * ledger),
        Value = value,
        Headers = new()
        {
            Dataset = TopicName.Parse(topic).Dataset,
            SchemaVersion = "1.0.0",
            Network = "standalone",
            Ledgers = LedgerSpan.Of(ledger),
            Rows = 1,
            Code = "tests 1.0",
            Checksum = Crc32C.Compute(value),
        },
    };

    /// <summary>What an extractor of the tests makes of a message: the same text in capitals.</summary>
    public static OutgoingMessage Capitals(TopicMessage message, string topic)
    {
        MessageHeaders identity = message.Identity();
        OutgoingMessage made = Text(topic, message.Position.Partition, identity.Ledgers.First, message.Text().ToUpperInvariant());
        return made with { Timestamp = message.Timestamp, Headers = made.Headers with { Source = message.Position } };
    }

    public static string Text(this TopicMessage message) => Encoding.UTF8.GetString(message.Value.Span);
}
