using System.Diagnostics;
using System.Globalization;
using Kafka = Confluent.Kafka;
using KafkaAdmin = Confluent.Kafka.Admin;

namespace KafkaStellar.Topics;

/// <summary>Waits until of everything that stands in a topic it is decided whether it was committed.</summary>
/// <remarks>
/// A reader of what is committed sees nothing behind the first open transaction of a partition, be it somebody else's, or one whose broker
/// died before it wrote its end: whoever took that place for the topic's end would write again what stands behind it.
/// </remarks>
internal sealed class DecidedEnds : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>A coordinator ends what outlives its timeout at its next look, 10 s later at most by default; this is twice that.</summary>
    private static readonly TimeSpan CoordinatorsDelay = TimeSpan.FromSeconds(20);

    /// <summary>Kafka's own default of what a broker allows a transaction, for one that does not let us ask.</summary>
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(15);

    private readonly ClientFactory _clients;
    private readonly IReadOnlyCollection<TopicPartition> _partitions;
    private readonly Action<string?>? _standing;
    private Kafka.IAdminClient _admin;
    private readonly long _began = Stopwatch.GetTimestamp();
    private IReadOnlyDictionary<TopicPartition, long>? _ends;
    private TimeSpan? _limit;

    /// <param name="clients">How to reach Kafka.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="standing">Called with why it waits, and with null when it does no more.</param>
    public DecidedEnds(ClientFactory clients, IReadOnlyCollection<TopicPartition> partitions, Action<string?>? standing)
    {
        (_clients, _partitions, _standing) = (clients, partitions, standing);
        _admin = clients.Admin();
    }

    /// <summary>The end that each partition had when this was asked first, open transactions included.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Ends => _ends ??= ReadEnds(Kafka.IsolationLevel.ReadUncommitted);

    /// <summary>Whether of everything before those ends it is decided by now.</summary>
    /// <exception cref="TopicsException">A transaction stays open for longer than a broker allows; the message says how to end it.</exception>
    public bool AreDecided()
    {
        if (WhyNot() is not { } open)
        {
            if (_limit is not null) _standing?.Invoke(null);
            return true;
        }
        if (_limit is null) _clients.Logger.AwaitsTransaction(open.Partition.Topic, open.Why);
        _limit ??= MostTransaction() + CoordinatorsDelay;
        _standing?.Invoke(open.Why);
        return Stopwatch.GetElapsedTime(_began) <= _limit ? false : throw Hangs(open.Partition, open.Decided, open.Why, _limit.Value);
    }

    /// <summary>Waits until it is.</summary>
    /// <exception cref="TopicsException">As <see cref="AreDecided"/>.</exception>
    public void Wait(CancellationToken stop)
    {
        for (TimeSpan pause = FirstPause; !AreDecided(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            stop.WaitHandle.WaitOne(pause);
            stop.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _admin.Dispose();

    private (TopicPartition Partition, long Decided, string Why)? WhyNot()
    {
        if (_clients.Options.Embedded || _partitions.Count == 0) return null;   // the embedded broker has no transactions
        IReadOnlyDictionary<TopicPartition, long> ends = Ends;
        foreach ((TopicPartition partition, long decided) in ReadEnds(Kafka.IsolationLevel.ReadCommitted))
        {
            if (decided < ends[partition])
                return (partition, decided, $"{partition} ends at offset {ends[partition]}, but a transaction is open from offset {decided} on, so that nobody can tell what is committed there");
        }
        return null;
    }

    private Dictionary<TopicPartition, long> ReadEnds(Kafka.IsolationLevel isolation)
    {
        KafkaAdmin.TopicPartitionOffsetSpec[] latest = [.. _partitions.Select(partition => new KafkaAdmin.TopicPartitionOffsetSpec
        {
            TopicPartition = TopicReader.ToKafka(partition),
            OffsetSpec = KafkaAdmin.OffsetSpec.Latest(),
        })];
        KafkaAdmin.ListOffsetsResult ends = Ask(() => List(latest, isolation));
        return ends.ResultInfos.Select(info => info.TopicPartitionOffsetError)
            .ToDictionary(end => new TopicPartition(end.Topic, end.Partition.Value), end => end.Offset.Value);
    }

    // A client remembers which leader it knew, and goes on asking in its name (FENCED_LEADER_EPOCH) when another has been elected: a new one looks.
    private KafkaAdmin.ListOffsetsResult List(KafkaAdmin.TopicPartitionOffsetSpec[] latest, Kafka.IsolationLevel isolation)
    {
        try
        {
            return Kafka.IAdminClientExtensions.ListOffsetsAsync(_admin, latest, new() { IsolationLevel = isolation, RequestTimeout = TimeSpan.FromSeconds(5) }).GetAwaiter().GetResult();
        }
        catch (Kafka.KafkaException)
        {
            _admin.Dispose();
            _admin = _clients.Admin();
            throw;
        }
    }

    /// <summary>How long a broker lets any transaction be open.</summary>
    private TimeSpan MostTransaction()
    {
        try
        {
            int broker = Ask(() => _admin.GetMetadata(Patience)).Brokers[0].BrokerId;
            var resource = new KafkaAdmin.ConfigResource { Type = KafkaAdmin.ResourceType.Broker, Name = broker.ToString(CultureInfo.InvariantCulture) };
            string most = _admin.DescribeConfigsAsync([resource], new() { RequestTimeout = Patience }).GetAwaiter().GetResult()[0].Entries["transaction.max.timeout.ms"].Value;
            return TimeSpan.FromMilliseconds(int.Parse(most, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is Kafka.KafkaException or TopicsException or KeyNotFoundException or FormatException)
        {
            return UsualLimit;   // who may write a topic may not always ask brokers for their settings
        }
    }

    private T Ask<T>(Func<T> question)
    {
        try
        {
            return KafkaErrors.Ask(question, Patience);
        }
        catch (Kafka.KafkaException e)
        {
            throw new TopicsException($"The ends of {string.Join(", ", _partitions.Select(partition => partition.Topic).Distinct())} cannot be read: {KafkaErrors.Of(e).Reason}", e);
        }
    }

    private TopicsException Hangs(TopicPartition partition, long decided, string why, TimeSpan limit) => new(
        $"{why}. It did not end within {limit.TotalSeconds:F0} s: it hangs. See whose it is with "
        + $"`kafka-transactions.sh --bootstrap-server {_clients.Options.BootstrapServers} describe-producers --topic {partition.Topic} --partition {partition.Partition}`, "
        + $"end it with `kafka-transactions.sh --bootstrap-server {_clients.Options.BootstrapServers} abort --topic {partition.Topic} --partition {partition.Partition} "
        + $"--start-offset {decided}`, and start again.");
}
