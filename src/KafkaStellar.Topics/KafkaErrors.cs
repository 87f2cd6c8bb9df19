using System.Diagnostics;
using Kafka = Confluent.Kafka;
using KafkaAdmin = Confluent.Kafka.Admin;

namespace KafkaStellar.Topics;

/// <summary>What Kafka's errors mean for us.</summary>
internal static class KafkaErrors
{
    /// <summary>Kafka's answer to a question, which is asked again while the cluster is busy with itself.</summary>
    /// <exception cref="Kafka.KafkaException">It does not answer, or does so with an error that time does not mend.</exception>
    public static T Ask<T>(Func<T> question, TimeSpan patience)
    {
        long asked = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return question();
            }
            catch (Kafka.KafkaException e) when (IsPassing(Of(e)) && Stopwatch.GetElapsedTime(asked) < patience)
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>What is wrong: of an administrator's question about one topic, what is wrong with that one.</summary>
    public static Kafka.Error Of(Kafka.KafkaException failure) => failure switch
    {
        KafkaAdmin.DescribeTopicsException describe => describe.Results.TopicDescriptions[0].Error,
        KafkaAdmin.CreateTopicsException create => create.Results[0].Error,
        KafkaAdmin.ListOffsetsException list => list.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error).First(error => error.IsError),
        _ => failure.Error,
    };

    /// <summary>Why a topic cannot be read, in words.</summary>
    /// <param name="failure">What the client says.</param>
    /// <param name="who">Who reads, as the sentence begins.</param>
    /// <param name="topics">What is read, where the failure does not say it.</param>
    public static TopicsException Refusal(Kafka.ConsumeException failure, string who, string topics)
    {
        string where = failure.ConsumerRecord is { } record ? $"{record.Topic}/{record.Partition.Value}" : topics;
        return failure.Error.Code switch
        {
            Kafka.ErrorCode.UnknownTopicOrPart => new($"{where} does not exist. Create it with `kafkastellar topics apply`. ({failure.Error.Reason})", failure),
            Kafka.ErrorCode.Local_AutoOffsetReset or Kafka.ErrorCode.OffsetOutOfRange => new(
                $"{where} does not have the offset where it is to be gone on with: messages were deleted, or the topic was made anew. {who} cannot go on: "
                + $"set the group's offsets on purpose, or use another group. ({failure.Error.Reason})", failure),
            Kafka.ErrorCode.TopicAuthorizationFailed or Kafka.ErrorCode.GroupAuthorizationFailed =>
                new($"{who} is not allowed to read {where}: {failure.Error.Reason}", failure),
            Kafka.ErrorCode.Local_BadCompression => new(
                $"{where} has a message that does not unpack, or to more than this reader takes: {failure.Error.Reason}. Find out what wrote it; "
                + "where it is junk, set the group's offset behind it on purpose.", failure),
            _ => new($"{who} cannot read {where}: {failure.Error.Reason} ({failure.Error.Code})", failure),
        };
    }

    /// <summary>The cluster was busy with itself; the same question may be answered soon.</summary>
    public static bool IsPassing(Kafka.Error error) => !error.IsFatal && error.Code is
        Kafka.ErrorCode.Local_Transport or Kafka.ErrorCode.Local_TimedOut or Kafka.ErrorCode.Local_TimedOutQueue or Kafka.ErrorCode.Local_WaitCoord
        or Kafka.ErrorCode.Local_AllBrokersDown or Kafka.ErrorCode.Local_Resolve or Kafka.ErrorCode.Local_WaitCache or Kafka.ErrorCode.Local_Retry
        or Kafka.ErrorCode.Local_DestroyBroker or Kafka.ErrorCode.Local_NodeUpdate    // the cluster no longer names the broker that was asked
        or Kafka.ErrorCode.Local_State or Kafka.ErrorCode.Local_Outdated or Kafka.ErrorCode.Local_UnknownPartition or Kafka.ErrorCode.Local_Conflict
        or Kafka.ErrorCode.NetworkException or Kafka.ErrorCode.RequestTimedOut or Kafka.ErrorCode.BrokerNotAvailable or Kafka.ErrorCode.LeaderNotAvailable
        or Kafka.ErrorCode.NotLeaderForPartition or Kafka.ErrorCode.ReplicaNotAvailable or Kafka.ErrorCode.OffsetNotAvailable
        or Kafka.ErrorCode.FencedLeaderEpoch or Kafka.ErrorCode.UnknownLeaderEpoch or Kafka.ErrorCode.UnstableOffsetCommit
        or Kafka.ErrorCode.NotCoordinatorForGroup or Kafka.ErrorCode.GroupCoordinatorNotAvailable or Kafka.ErrorCode.GroupLoadInProgress
        or Kafka.ErrorCode.ConcurrentTransactions or Kafka.ErrorCode.NotController or Kafka.ErrorCode.NotEnoughReplicas or Kafka.ErrorCode.KafkaStorageError;

    /// <summary>Another writer took the transactional id over, or the coordinator did when a transaction timed out.</summary>
    public static bool IsFenced(Kafka.Error error) =>
        error.Code is Kafka.ErrorCode.ProducerFenced or Kafka.ErrorCode.Local_Fenced or Kafka.ErrorCode.InvalidProducerEpoch
        || error.IsFatal && error.Reason.Contains("fenced", StringComparison.OrdinalIgnoreCase);

    /// <summary>The queue of messages that wait to be sent is full: back-pressure, not a failure.</summary>
    public static bool IsQueueFull(Kafka.Error error) => error.Code == Kafka.ErrorCode.Local_QueueFull;

    /// <summary>A connection broke or a request got no answer: the end of a transaction may be under way twice.</summary>
    public static bool IsSuspicious(Kafka.Error error) =>
        error.Code is Kafka.ErrorCode.Local_Transport or Kafka.ErrorCode.Local_AllBrokersDown or Kafka.ErrorCode.Local_TimedOut;
}
