using System.ComponentModel.DataAnnotations;

namespace KafkaStellar.Topics;

/// <summary>How to reach Kafka, and the limits towards it. Section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Kafka";

    /// <summary>Brokers to begin with, as <c>host:port</c> separated by commas.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "";

    /// <summary>The name that brokers see in their logs, metrics and quotas.</summary>
    [Required, StringLength(100)]
    public string ClientId { get; set; } = "kafkastellar";

    /// <summary>
    /// How long a transaction may stay open. 60 s is Kafka's own default; after it the coordinator aborts and fences the writer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a member may be silent before its partitions go to others. 45 s is Kafka's own default, and outlasts a broker's restart.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:30:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long a worker may be busy with one message. 5 min is Kafka's own default; the longest drain of a sink is a quarter of it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a crashed member's transaction may leave undecided where its group goes on, and what it wrote: until its successor in the same slot
    /// starts, or the transaction times out. A handler may wait so long.
    /// </summary>
    internal TimeSpan LongestUndecided => TimeSpan.FromTicks(Math.Min((TransactionTimeout + TimeSpan.FromSeconds(30)).Ticks, (MaxPollInterval * 0.8).Ticks));

    /// <summary>The protocol of our groups. Classic, as the other one changes who is fenced and asks for Kafka 4.0.</summary>
    public GroupProtocol GroupProtocol { get; set; } = GroupProtocol.Classic;

    /// <summary>
    /// The greatest message that is sent or read, in bytes. 48 MiB: a dead letter holds a whole message of the largest topic (32 MiB) and
    /// must pass, and a reader's memory stays bounded. Each topic's own limit is in its contract.
    /// </summary>
    [Range(1 << 20, 256 << 20)]
    public int MaxMessageBytes { get; set; } = 48 << 20;

    /// <summary>
    /// How many bytes a reader may hold that nobody has asked for yet; where none is given, up to 32 MiB, as memory allows: some seconds of
    /// the network's full history at full speed.
    /// </summary>
    [Range(1 << 20, 1 << 30)]
    public int? PrefetchBytes { get; set; }

    /// <summary>What all clients of this process may hold; where none is given, two thirds of what the process may use.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>How many readers, each with its writer, share that memory: what the worker is told to run.</summary>
    public int Units { get; set; } = 1;

    /// <summary>How long an unsent batch waits for company. 20 ms: no more than a tenth of a transaction's usual life.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The brokers are <see cref="EmbeddedBroker"/>'s, which forgets offsets that are sent in a transaction and shows what was aborted:
    /// messages are then held back until their transaction commits and sent beside it, and offsets are committed just before it. For
    /// tests and the demo only.
    /// </summary>
    public bool Embedded { get; set; }

    /// <summary>
    /// Further settings of librdkafka by its names, above all for security: <c>security.protocol</c>, <c>sasl.mechanism</c>,
    /// <c>sasl.username</c>,
    /// <c>sasl.password</c>, <c>ssl.ca.location</c> and so on. Their values are never logged. Those that exactly-once rests on cannot be
    /// set.
    /// </summary>
    public Dictionary<string, string> Properties { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What librdkafka's settings must not be, because what we promise rests on them.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal)
    {
        "bootstrap.servers", "metadata.broker.list", "group.id", "group.protocol", "transactional.id", "transaction.timeout.ms", "message.timeout.ms",
        "delivery.timeout.ms", "enable.idempotence", "acks", "request.required.acks", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset",
        "isolation.level", "partition.assignment.strategy", "max.poll.interval.ms", "session.timeout.ms", "message.max.bytes",
        "enable.partition.eof", "allow.auto.create.topics", "statistics.interval.ms", "compression.type", "compression.codec",
        "max.in.flight.requests.per.connection", "max.in.flight", "enable.gapless.guarantee", "delivery.report.only.error", "client.id",
    };

    /// <summary>What attributes cannot say.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string name in Properties.Keys.Where(Ours.Contains).Order(StringComparer.Ordinal))
        {
            yield return new($"Kafka:Properties may not set {name}: what is promised about delivery rests on it, or there is an option for it.",
                [nameof(Properties)]);
        }
        if (SessionTimeout >= MaxPollInterval)
            yield return new($"Kafka:SessionTimeout ({SessionTimeout}) must be shorter than MaxPollInterval ({MaxPollInterval}).", [nameof(SessionTimeout)]);
    }

    /// <summary>How the memory is shared out.</summary>
    internal MemoryBudget Memory() => MemoryBudget.Of(this);

    /// <summary>For logs: no value of <see cref="Properties"/> stands in it.</summary>
    public override string ToString() =>
        $"{BootstrapServers}{(Embedded ? " (embedded)" : "")}, groups {GroupProtocol}, settings [{string.Join(", ", Properties.Keys.Order(StringComparer.Ordinal))}]";
}
