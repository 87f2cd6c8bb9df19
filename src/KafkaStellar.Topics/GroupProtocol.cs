namespace KafkaStellar.Topics;

/// <summary>How the members of a consumer group share its partitions.</summary>
public enum GroupProtocol
{
    /// <summary>
    /// The members' own protocol, with the cooperative-sticky assignor: partitions that stay are not taken away in between (KIP-429).
    /// </summary>
    Classic,

    /// <summary>The brokers' protocol (KIP-848), of Kafka 4.0 and newer. A member that is cut off keeps reading until it is told.</summary>
    Consumer,
}
