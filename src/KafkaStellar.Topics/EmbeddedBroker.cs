using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KafkaStellar.Topics;

/// <summary>
/// A Kafka broker inside this process, for tests and the demo: librdkafka's mock cluster. It speaks the real protocol on 127.0.0.1, so that
/// any client of any process can use it; it holds everything in memory.
/// </summary>
/// <remarks>
/// What it is not. A partition keeps about 5 MB and forgets its oldest messages beyond. Transactions are accepted, but it shows messages of
/// aborted and of open ones to everybody and forgets the offsets that are sent in one, wherefore its clients must take
/// <see cref="Options"/>, whose <see cref="KafkaOptions.Embedded"/> makes up for both. A second writer with the same id does not fence the
/// first. Topics come from <see cref="CreateTopic"/> only.
/// </remarks>
public sealed class EmbeddedBroker : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _topics = new(StringComparer.Ordinal);
    private nint _client;
    private nint _cluster;

    /// <summary>Starts it.</summary>
    /// <param name="brokers">How many brokers the cluster has, 1 to 9.</param>
    public EmbeddedBroker(int brokers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, 9);
        Librdkafka.Load();
        _client = NewClient();
        _cluster = NativeMethods.NewMockCluster(_client, brokers);
        if (_cluster == 0)
        {
            NativeMethods.DestroyClient(_client);
            throw new TopicsException("The embedded broker could not listen on 127.0.0.1.");
        }
        NativeMethods.SetMockRebalanceDelay(_cluster, 0);   // nobody waits for members of a group that all start with the program
        BootstrapServers = Marshal.PtrToStringUTF8(NativeMethods.MockBootstrapServers(_cluster))!;
    }

    /// <summary>Where clients of this and of other processes find it, as <c>host:port</c> separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>
    /// The options of its clients. Their sessions are short, because it lets a group that was left empty wait for almost one.
    /// </summary>
    public KafkaOptions Options() => new() { BootstrapServers = BootstrapServers, Embedded = true, SessionTimeout = TimeSpan.FromSeconds(3) };

    /// <summary>Creates a topic; one that is there with as many partitions is left as it is.</summary>
    /// <exception cref="TopicsException">It is there with another number of partitions, or was refused.</exception>
    public void CreateTopic(string topic, int partitions)
    {
        ObjectDisposedException.ThrowIf(_cluster == 0, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        if (!_topics.TryAdd(topic, partitions))
        {
            if (_topics[topic] != partitions)
                throw new TopicsException($"The embedded broker has {topic} with {_topics[topic]} partitions, not {partitions}.");
            return;
        }
        int error = NativeMethods.CreateMockTopic(_cluster, topic, partitions, replicationFactor: 1);
        if (error != 0)
            throw new TopicsException($"The embedded broker did not create {topic}: {Marshal.PtrToStringUTF8(NativeMethods.ErrorText(error))}.");
    }

    /// <summary>Creates the topics of contracts, each with its contract's partitions.</summary>
    public void Apply(IEnumerable<TopicContract> contracts, string network)
    {
        foreach (TopicContract contract in contracts)
            CreateTopic(contract.TopicOn(network), contract.Partitions);
    }

    /// <summary>Makes the next requests of one kind fail, in this order: for tests. -195 cuts the connection.</summary>
    internal unsafe void FailNext(short apiKey, params int[] errors)
    {
        fixed (int* first = errors)
            NativeMethods.PushMockErrors(_cluster, apiKey, (nuint)errors.Length, first);
    }

    /// <summary>Ends the brokers. Their clients then find nobody.</summary>
    public void Dispose()
    {
        nint cluster = Interlocked.Exchange(ref _cluster, 0);
        if (cluster == 0) return;
        NativeMethods.DestroyMockCluster(cluster);
        NativeMethods.DestroyClient(Interlocked.Exchange(ref _client, 0));
    }

    private static unsafe nint NewClient()
    {
        const int size = 512;
        byte* error = stackalloc byte[size];
        nint configuration = NativeMethods.NewConfiguration();
        // The client only keeps the books of the cluster: it has no brokers of its own, and nothing to say.
        NativeMethods.Configure(configuration, "log_level", 0.ToString(CultureInfo.InvariantCulture), error, size);
        nint client = NativeMethods.NewClient(NativeMethods.Producer, configuration, error, size);
        return client != 0 ? client : throw new TopicsException($"The embedded broker could not start: {Marshal.PtrToStringUTF8((nint)error)}.");
    }
}
