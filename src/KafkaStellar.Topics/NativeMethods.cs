using System.Runtime.InteropServices;

namespace KafkaStellar.Topics;

/// <summary>
/// What we call in librdkafka beside Confluent.Kafka: rdkafka.h for the version and a handle, rdkafka_mock.h for the mock cluster.
/// </summary>
internal static partial class NativeMethods
{
    internal const int Producer = 0;

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_version")]
    internal static partial int Version();

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint NewConfiguration();

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Configure(nint configuration, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_new")]
    internal static unsafe partial nint NewClient(int kind, nint configuration, byte* error, nuint errorSize);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_destroy")]
    internal static partial void DestroyClient(nint client);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_err2str")]
    internal static partial nint ErrorText(int error);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    internal static partial nint NewMockCluster(nint client, int brokers);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    internal static partial void DestroyMockCluster(nint cluster);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    internal static partial nint MockBootstrapServers(nint cluster);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateMockTopic(nint cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    internal static partial void SetMockRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Librdkafka.Name, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    internal static unsafe partial void PushMockErrors(nint cluster, short apiKey, nuint count, int* errors);
}
