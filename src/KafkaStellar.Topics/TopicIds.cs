using System.Globalization;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>Which topic stands behind a name: Kafka gives each an id when it is made, another one when it is deleted and made again.</summary>
public sealed class TopicIds(ClientFactory clients) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Kafka.IAdminClient _admin = clients.Admin();

    /// <summary>The topic's id as 32 hex digits; zeros on the embedded broker, whose topics live as long as it does.</summary>
    /// <exception cref="TopicsException">There is no such topic, or the brokers do not answer within half a minute.</exception>
    public string Of(string topic)
    {
        if (clients.Options.Embedded) return new string('0', 32);
        try
        {
            return Text(KafkaErrors.Ask(() => Describe(topic), Patience));
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The id of {topic} cannot be read: {KafkaErrors.Of(e).Reason} A topic is created with `kafkastellar topics apply`.", e);
        }
    }

    public void Dispose() => _admin.Dispose();

    private Kafka.Uuid Describe(string topic) =>
        Kafka.IAdminClientExtensions.DescribeTopicsAsync(_admin, Kafka.TopicCollection.OfTopicNames([topic]), new() { RequestTimeout = TimeSpan.FromSeconds(5) })
            .GetAwaiter().GetResult().TopicDescriptions[0].TopicId;

    // The client has each half of an id as an offset, of all things.
    private static string Text(Kafka.Uuid id) => string.Create(CultureInfo.InvariantCulture, $"{id.MostSignificantBits.Value:x16}{id.LeastSignificantBits.Value:x16}");
}
