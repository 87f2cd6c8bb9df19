using System.Globalization;
using Microsoft.Extensions.Logging;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>Makes Kafka clients with the settings that our promises rest on: readers are read_committed, writers idempotent, transactional.</summary>
/// <remarks>Of the settings: a failing checksum, an offset that is gone and a topic that is missing are errors here, never
/// defaults.</remarks>
public sealed class ClientFactory
{
    /// <summary>What a message weighs beside its value: key, headers and the record batch's own 61 bytes.</summary>
    internal const int MessageOverheadBytes = 64 << 10;

    /// <param name="options">How to reach Kafka.</param>
    /// <param name="loggers">librdkafka's own log goes there too, as <c>KafkaStellar.Topics.Librdkafka</c>.</param>
    /// <exception cref="DllNotFoundException">librdkafka is not installed; the message says what to run.</exception>
    public ClientFactory(KafkaOptions options, ILoggerFactory loggers)
    {
        Options = options;
        _memory = options.Memory();
        Logger = loggers.CreateLogger("KafkaStellar.Topics");
        LibraryLogger = loggers.CreateLogger("KafkaStellar.Topics.Librdkafka");
        Version version = Librdkafka.Load();
        if (version < Librdkafka.Expected)
            Logger.OlderLibrary(version, Librdkafka.Expected);
    }

    private readonly MemoryBudget _memory;

    /// <summary>How to reach Kafka.</summary>
    public KafkaOptions Options { get; }

    internal ILogger Logger { get; }

    private ILogger LibraryLogger { get; }

    /// <summary>A member of a group: commits by hand, and starts nowhere but where it is told.</summary>
    internal Kafka.ConsumerBuilder<byte[]?, byte[]?> Consumer(string group) => Builder(Reading(group));

    /// <summary>
    /// A member of a group that reads nothing: it fetches next to nothing until it is paused. Groups share partitions among their members in the order
    /// of these names: a worker that is in several groups gets the same ones of each.
    /// </summary>
    internal Kafka.ConsumerBuilder<byte[]?, byte[]?> IdleMember(string group, string name)
    {
        Dictionary<string, string> settings = Reading(group);
        settings["client.id"] = $"{Options.ClientId}-{name}";
        settings["queued.max.messages.kbytes"] = "1";
        settings["queued.min.messages"] = "1";
        settings["enable.partition.eof"] = "false";
        return Builder(settings);
    }

    private Kafka.ConsumerBuilder<byte[]?, byte[]?> Builder(Dictionary<string, string> settings) => new Kafka.ConsumerBuilder<byte[]?, byte[]?>(settings)
        .SetLogHandler((_, message) => Say(message))
        .SetErrorHandler((_, error) => Report(error));

    private Dictionary<string, string> Reading(string group)
    {
        Dictionary<string, string> settings = Shared();
        settings["group.id"] = group;
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        settings["auto.offset.reset"] = "error";
        settings["isolation.level"] = "read_committed";
        settings.TryAdd("check.crcs", "true");
        settings["enable.partition.eof"] = "true";      // how a bounded run sees its end, and a committed offset passes a transaction's marker
        settings["max.poll.interval.ms"] = Milliseconds(Options.MaxPollInterval);
        settings["fetch.message.max.bytes"] = Number(Math.Min(8 << 20, _memory.FetchBytes));
        settings["fetch.max.bytes"] = Number(_memory.FetchBytes);
        // More than a response ever has: librdkafka also bounds by it what it unpacks zstd into, of which it guesses the size at up to three times.
        long unpackedBytes = Math.Min(1_000_000_000, 3L * (Options.MaxMessageBytes + MessageOverheadBytes));   // and that is the most it takes
        settings["receive.message.max.bytes"] = Number((int)Math.Max(100 << 20, unpackedBytes));
        settings["queued.max.messages.kbytes"] = Number(_memory.PrefetchBytes >> 10);
        settings["fetch.wait.max.ms"] = "100";          // an end is seen when an empty answer comes; 10 requests a second are nothing
        settings["fetch.queue.backoff.ms"] = "50";      // its default of 1 s would leave a fast reader idle whenever the queue was full
        if (Options.GroupProtocol == GroupProtocol.Consumer)
        {
            settings["group.protocol"] = "consumer";    // session and assignor are then the brokers' affair, and setting them is an error
        }
        else
        {
            settings["partition.assignment.strategy"] = "cooperative-sticky";
            settings["session.timeout.ms"] = Milliseconds(Options.SessionTimeout);
            settings["heartbeat.interval.ms"] = Number(Math.Clamp((int)Options.SessionTimeout.TotalMilliseconds / 10, 100, 3000));
        }
        return settings;
    }

    /// <summary>A transactional writer, and a watch over whether its transactions end cleanly.</summary>
    internal Kafka.IProducer<byte[]?, byte[]?> Producer(string transactionalId, Compression compression, ProducerWatch watch)
    {
        Dictionary<string, string> settings = Sending(compression);
        settings["transactional.id"] = transactionalId;
        settings["transaction.timeout.ms"] = Milliseconds(Options.TransactionTimeout);
        settings["statistics.interval.ms"] = "1000";
        return new Kafka.ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetErrorHandler((_, error) => watch.Saw(error))
            .SetStatisticsHandler((_, json) => watch.SawStatistics(json))
            .SetLogHandler((_, message) =>
            {
                watch.SawLog(message);
                Say(message);
            })
            .Build();
    }

    /// <summary>A writer without transactions, for the embedded broker only.</summary>
    internal Kafka.IProducer<byte[]?, byte[]?> EmbeddedProducer(Compression compression) =>
        new Kafka.ProducerBuilder<byte[]?, byte[]?>(Sending(compression)).SetLogHandler((_, message) => Say(message)).Build();

    internal Kafka.IAdminClient Admin() => new Kafka.AdminClientBuilder(Shared())
        .SetLogHandler((_, message) => Say(message))
        .SetErrorHandler((_, error) => Report(error))
        .Build();

    private Dictionary<string, string> Sending(Compression compression)
    {
        Dictionary<string, string> settings = Shared();
        settings["enable.idempotence"] = "true";
        settings["acks"] = "all";
        settings["message.timeout.ms"] = Milliseconds(Options.TransactionTimeout * 0.75);   // must end before its transaction does
        settings["linger.ms"] = Milliseconds(Options.Linger);
        settings["compression.type"] = CompressionName.Of(compression);
        settings["message.max.bytes"] = Number(Options.MaxMessageBytes + MessageOverheadBytes);
        settings["queue.buffering.max.kbytes"] = Number(_memory.SendQueueBytes >> 10);
        settings["dotnet.producer.delivery.report.fields"] = "status";
        return settings;
    }

    private Dictionary<string, string> Shared()
    {
        return new(Options.Properties, StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = Options.BootstrapServers,
            ["client.id"] = Options.ClientId,
            ["allow.auto.create.topics"] = "false",
        };
    }

    private void Report(Kafka.Error error)
    {
        // Broken connections stand in librdkafka's own log already.
        LogLevel level = KafkaErrors.IsSuspicious(error) ? LogLevel.Debug : LogLevel.Warning;
        Logger.ClientError(level, error.Code, error.Reason);
    }

    private void Say(Kafka.LogMessage message)
    {
        // librdkafka calls a connection that it will try again an error; to an operator it is a warning.
        LogLevel level = message.Level switch
        {
            <= Kafka.SyslogLevel.Critical => LogLevel.Error,
            <= Kafka.SyslogLevel.Warning => LogLevel.Warning,
            Kafka.SyslogLevel.Notice => LogLevel.Information,
            Kafka.SyslogLevel.Info => LogLevel.Debug,
            _ => LogLevel.Trace,
        };
        LibraryLogger.LibrarySays(level, message.Name, message.Facility, message.Message);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
