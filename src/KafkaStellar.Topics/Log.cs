using Microsoft.Extensions.Logging;

namespace KafkaStellar.Topics;

/// <summary>
/// Every sentence this project can log. Ids 2000–2999; an id is never reused. Warning: nothing is lost, we recover. Error: a person must
/// act.
/// </summary>
internal static partial class Log
{
    // 2000: clients
    [LoggerMessage(2000, LogLevel.Warning, "librdkafka is {Version}, older than the {Expected} that this program is tested with.")]
    public static partial void OlderLibrary(this ILogger logger, Version version, Version expected);

    [LoggerMessage(EventId = 2001, Message = "{Client} {Facility}: {Text}")]
    public static partial void LibrarySays(this ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(EventId = 2002, Message = "The Kafka client reports {Code}: {Reason}")]
    public static partial void ClientError(this ILogger logger, LogLevel level, Confluent.Kafka.ErrorCode code, string reason);

    // 2100: readers
    [LoggerMessage(2100, LogLevel.Information, "{Group} reads {Partition} from offset {Start} (committed {Committed}, first {Earliest}).")]
    public static partial void Assigned(this ILogger logger, string group, TopicPartition partition, long start, long? committed, long earliest);

    [LoggerMessage(2101, LogLevel.Information, "{Group} gives back {Partition}.")]
    public static partial void Revoked(this ILogger logger, string group, TopicPartition partition);

    [LoggerMessage(2102, LogLevel.Warning, "{Group} lost {Partition} to another member; what was not committed will be done there.")]
    public static partial void Lost(this ILogger logger, string group, TopicPartition partition);

    [LoggerMessage(2103, LogLevel.Warning, "{Position} was handed over a second time and is dropped; expected offset {Expected}.")]
    public static partial void Redelivered(this ILogger logger, Position position, long expected);

    [LoggerMessage(2104, LogLevel.Warning, "{Group} may not commit any more ({Reason}); its partitions are or will be another member's.")]
    public static partial void StaleMember(this ILogger logger, string group, string reason);

    [LoggerMessage(2105, LogLevel.Information, "{Partition} is read again from offset {Offset}.")]
    public static partial void Rewound(this ILogger logger, TopicPartition partition, long offset);

    [LoggerMessage(2106, LogLevel.Warning, "{Group} could not be left in good order; its partitions wait for the session to end: {Reason}")]
    public static partial void LeftInDisorder(this ILogger logger, string group, string reason);

    [LoggerMessage(2107, LogLevel.Warning,
        "{Dataset} is made from the beginning of {Partition}, which is offset {Earliest}: what stood before was deleted, so its ledgers will not be there.")]
    public static partial void BeginsLate(this ILogger logger, string dataset, TopicPartition partition, long earliest);

    // 2200: transactions
    [LoggerMessage(2200, LogLevel.Information, "{TransactionalId} is ready to write; whatever its predecessor left open is ended.")]
    public static partial void WriterReady(this ILogger logger, string transactionalId);

    [LoggerMessage(2201, LogLevel.Debug, "{TransactionalId} committed {Messages} messages.")]
    public static partial void Committed(this ILogger logger, string transactionalId, int messages);

    [LoggerMessage(2202, LogLevel.Warning, "{TransactionalId} aborts its transaction and does it again: {Reason}")]
    public static partial void Aborting(this ILogger logger, string transactionalId, string reason);

    [LoggerMessage(2203, LogLevel.Warning,
        "{TransactionalId} takes a new producer epoch, since its last transaction may have ended uncleanly: {Reason}")]
    public static partial void Recycling(this ILogger logger, string transactionalId, string reason);

    [LoggerMessage(2204, LogLevel.Warning, "{TransactionalId} tries the call again that did not succeed: {Reason}")]
    public static partial void Retrying(this ILogger logger, string transactionalId, string reason);

    [LoggerMessage(2205, LogLevel.Warning, "{TransactionalId} could not abort ({Reason}); the new producer epoch does.")]
    public static partial void AbortFailed(this ILogger logger, string transactionalId, string reason);

    [LoggerMessage(2206, LogLevel.Information, "{TransactionalId} found its transaction committed after all, up to {Last}.")]
    public static partial void CommittedAfterAll(this ILogger logger, string transactionalId, Position last);

    // 2300: dead letters
    [LoggerMessage(2300, LogLevel.Error, "{Position} goes to {Topic}: {Reason}")]
    public static partial void DeadLettered(this ILogger logger, Position position, string topic, string reason);

    [LoggerMessage(2301, LogLevel.Error,
        "{Partition} is paused at offset {Offset}: too many of its messages cannot be read ({Reason}). "
        + "Mend the cause and restart the worker; nothing is lost.")]
    public static partial void PartitionPaused(this ILogger logger, TopicPartition partition, long offset, string reason);

    // 2400: topics
    [LoggerMessage(2400, LogLevel.Information, "Created topic {Topic} with {Partitions} partitions, {Replicas} replicas.")]
    public static partial void TopicCreated(this ILogger logger, string topic, int partitions, int replicas);

    [LoggerMessage(2401, LogLevel.Information, "Set {Setting} of topic {Topic} to {Value}.")]
    public static partial void TopicAltered(this ILogger logger, string setting, string topic, string value);

    [LoggerMessage(2402, LogLevel.Warning,
        "{First} and what follows it, up to offset {End}, is not its writer's and is left where it stands; whoever reads the topic sets it aside. {Reason}")]
    public static partial void ForeignTail(this ILogger logger, Position first, long end, string reason);

    [LoggerMessage(2403, LogLevel.Warning, "The end of {Topic} is not decided yet; waiting: {Reason}.")]
    public static partial void AwaitsTransaction(this ILogger logger, string topic, string reason);

    [LoggerMessage(2404, LogLevel.Warning, "{Topic} has {Found} partitions; its contract promises {Promised}: only those are written to, and the others stay empty.")]
    public static partial void MorePartitions(this ILogger logger, string topic, int found, int promised);
}
