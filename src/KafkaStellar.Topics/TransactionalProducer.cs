using System.Diagnostics;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// A producer with a stable <c>transactional.id</c>. Its methods end in one of three ways: done; the transaction has failed and
/// <see cref="Failure"/> says why, so that the owner aborts, recycles and does the work again; or an exception, and the worker halts.
/// </summary>
/// <remarks>
/// librdkafka speaks the first version of the transaction protocol, where the end of one transaction, delayed in the network, can end the
/// next one of the same epoch. Hence after an end that was not plainly clean a new epoch is taken before the next transaction (KIP-890).
/// </remarks>
internal sealed class TransactionalProducer : IDisposable
{
    /// <summary>A clean end takes milliseconds; after this a hidden retry must be assumed.</summary>
    private static readonly TimeSpan SuspiciousEnd = TimeSpan.FromSeconds(5);

    /// <summary>How long a coordinator may be away: its failover, and the timeout of a predecessor's transaction.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long sending offsets may take: milliseconds, or the seconds of a group coordinator's move. librdkafka's own limit does not hold
    /// while it waits for a coordinator that is gone (its issues 5456 and 5511).
    /// </summary>
    private static readonly TimeSpan OffsetsPatience = TimeSpan.FromSeconds(15);

    private readonly ClientFactory _clients;
    private readonly Compression _compression;
    private readonly ProducerWatch _watch = new();
    private readonly EmbeddedOutbox? _outbox;   // only on the embedded broker, see KafkaOptions.Embedded
    private readonly Stopwatch _age = new();
    private Kafka.IProducer<byte[]?, byte[]?> _producer;
    private Task? _unanswered;   // a call that the client has not come back from; nothing else may be asked of it

    /// <summary>Starts it: whoever used the id before is fenced, and what he left open is ended.</summary>
    public TransactionalProducer(ClientFactory clients, string transactionalId, Compression compression)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(transactionalId);
        (_clients, Id, _compression) = (clients, transactionalId, compression);
        _producer = Start();
        _outbox = clients.Options.Embedded ? new(clients, compression) : null;
    }

    public string Id { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Why the open transaction cannot be committed any more; none while all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>How long the transaction is open.</summary>
    public TimeSpan Age => _age.Elapsed;

    private TimeSpan MostAge => _clients.Options.TransactionTimeout * 0.9;

    /// <summary>How long a call may still take: one that outlasts its transaction is of no use, and a new client may have better luck.</summary>
    private TimeSpan Left => MostAge - Age is var left && left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the coordinator has ended the open transaction by now and fenced its epoch, as it does with one that outlives its timeout: a
    /// fence does not mean another writer then, and the work can be done again under a new epoch.
    /// </summary>
    private bool IsOverdue => Age >= _clients.Options.TransactionTimeout;

    /// <summary>How many epochs it took: after each, another writer may have been at work before.</summary>
    public int Epochs { get; private set; }

    /// <summary>How many messages were sent in it.</summary>
    public int Messages { get; private set; }

    /// <summary>Begins a transaction; under a new epoch, where the end of the last one may still be under way.</summary>
    public void Begin()
    {
        string? suspicion = _watch.Suspicion;
        FaultPoint.Reach("begin.doubt", ref suspicion);
        FaultPoint.Without("recycle", ref suspicion);
        if (suspicion is not null) Recycle(suspicion);
        Failure = null;
        Messages = 0;
        _outbox?.Clear();
        _watch.Begin();
        _age.Restart();
        IsOpen = true;
        Try("begin", _producer.BeginTransaction);
    }

    /// <summary>
    /// Sends a message in the open transaction; waits while the queue is full. Does nothing once the transaction has failed.
    /// </summary>
    public void Send(OutgoingMessage message)
    {
        if (!IsOpen) throw new InvalidOperationException($"{Id} has no open transaction to send to {message.Topic} in.");
        if (Failure is not null) return;
        Messages++;
        TopicMetrics.Sent(Id, message.Topic, message.Value.Length);
        FaultPoint.Reach("send.before");
        if (_outbox is not null)
            _outbox.Hold(message);
        else
            Produce(message);
        FaultPoint.Reach("send.after");
    }

    /// <summary>Makes the group's new offsets a part of the transaction (KIP-447).</summary>
    public void SendOffsets(IReadOnlyCollection<Position> next, Kafka.IConsumerGroupMetadata group)
    {
        if (Failure is not null || next.Count == 0) return;
        Kafka.TopicPartitionOffset[] offsets = [.. next.Select(TopicReader.ToKafka)];
        Try("offsets", () => SendOffsets(_producer, offsets, group));
    }

    /// <summary>Commits. False where the transaction has failed; then nothing of it is visible, unless only the answer was lost.</summary>
    public bool Commit()
    {
        // Close to its timeout a commit races with the coordinator, who would fence us: better to do the work again.
        if (Age > MostAge)
            Fail($"it is open for {Age.TotalSeconds:F0} s of the {_clients.Options.TransactionTimeout.TotalSeconds:F0} s that it may be.");
        long began = Stopwatch.GetTimestamp();
        if (Failure is null)
            Try("commit", _producer.CommitTransaction);
        if (Failure is null && _outbox?.Send() is { } unsent)
            Fail(unsent);
        if ((_watch.DeliveryFailure ?? Failure) is { } failure)
        {
            if (_watch.IsDeliveryRefused)
                throw new TopicsException($"The writer {Id} may not send to {failure}. The contract's max-message-bytes and the topic's differ.");
            Failure = failure;
            return false;
        }
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        IsOpen = false;
        TopicMetrics.Committed(Id, took);
        _clients.Logger.Committed(Id, Messages);
        if (took > SuspiciousEnd) _watch.Suspect($"the commit took {took.TotalSeconds:F0} s.");
        return true;
    }

    /// <summary>Aborts what is open, as far as that can be had, and takes a new epoch, which aborts it for certain.</summary>
    public void AbortAndRecycle(string reason)
    {
        _clients.Logger.Aborting(Id, reason);
        TopicMetrics.Aborted(Id);
        if (Abort() is { } fence) throw fence;
        Recycle(reason);
    }

    /// <summary>Aborts what is open, as far as that can be had; <see cref="AbortAndRecycle"/> must follow.</summary>
    public void Abandon()
    {
        if (Abort() is { } fence) throw fence;
    }

    /// <summary>The open transaction cannot be committed any more.</summary>
    public void Fail(string reason) => Failure ??= reason;

    /// <summary>
    /// Ends the client. An open transaction is aborted, or else by the next writer with this id, or when its timeout passes.
    /// </summary>
    public void Dispose()
    {
        Abort();
        DisposeClient();
        _outbox?.Dispose();
    }

    /// <summary>Aborts what is open, as far as that can be had.</summary>
    /// <returns>That this writer is fenced, where it is.</returns>
    private FencedException? Abort()
    {
        if (!IsOpen) return null;
        IsOpen = false;
        if (_unanswered is not null) return null;   // the next epoch aborts it
        try
        {
            FaultPoint.Reach("abort.before");
            _producer.AbortTransaction(TimeSpan.FromSeconds(5));
            FaultPoint.Reach("abort.after");
        }
        catch (Kafka.KafkaException e)
        {
            if (KafkaErrors.IsFenced(e.Error) && !IsOverdue) return new(Id, e);
            _clients.Logger.AbortFailed(Id, e.Error.Reason);
        }
        return null;
    }

    private void Recycle(string reason)
    {
        _clients.Logger.Recycling(Id, reason);
        TopicMetrics.Recycled(Id);
        DisposeClient();
        _outbox?.Clear();
        IsOpen = false;
        Failure = null;
        _producer = Start();
    }

    /// <summary>Ends the client; one that is still in a call, as soon as it comes back from it.</summary>
    private void DisposeClient()
    {
        Kafka.IProducer<byte[]?, byte[]?> client = _producer;
        if (_unanswered is null) client.Dispose();
        else _ = _unanswered.ContinueWith(call => { _ = call.Exception; client.Dispose(); }, TaskScheduler.Default);
        _unanswered = null;
    }

    private void SendOffsets(Kafka.IProducer<byte[]?, byte[]?> producer, Kafka.TopicPartitionOffset[] offsets, Kafka.IConsumerGroupMetadata group)
    {
        TimeSpan limit = Left < OffsetsPatience ? Left : OffsetsPatience;
        var call = Task.Run(() =>
        {
            FaultPoint.Reach("offsets.under-way");
            producer.SendOffsetsToTransaction(offsets, group, limit);
        });
        if (!((IAsyncResult)call).AsyncWaitHandle.WaitOne(limit + TimeSpan.FromSeconds(1)))
        {
            _unanswered = call;
            Fail($"the client did not send the offsets within {limit.TotalSeconds:F0} s.");
            return;
        }
        call.GetAwaiter().GetResult();
    }

    private Kafka.IProducer<byte[]?, byte[]?> Start()
    {
        _watch.Restart();
        Kafka.IProducer<byte[]?, byte[]?> producer = _clients.Producer(Id, _compression, _watch);
        try
        {
            Retry(() => producer.InitTransactions(TimeSpan.FromSeconds(30)), Patience);
        }
        catch (Kafka.KafkaException e)
        {
            producer.Dispose();
            throw KafkaErrors.IsFenced(e.Error)
                ? new FencedException(Id, e)
                : new TopicsException($"The writer {Id} could not start: {e.Error.Reason}", e);
        }
        Epochs++;
        _clients.Logger.WriterReady(Id);
        return producer;
    }

    private void Produce(OutgoingMessage message)
    {
        Kafka.Message<byte[]?, byte[]?> record = ToKafka(message);
        var partition = new Kafka.TopicPartition(message.Topic, message.Partition);
        while (Failure is null)
        {
            try
            {
                _producer.Produce(partition, record, _watch.Delivered);
                return;
            }
            catch (Kafka.ProduceException<byte[]?, byte[]?> e) when (KafkaErrors.IsQueueFull(e.Error))
            {
                if (Age > _clients.Options.TransactionTimeout) Fail("its messages were not taken within its timeout.");
                Thread.Sleep(10);   // the client's own thread sends meanwhile
            }
            catch (Kafka.ProduceException<byte[]?, byte[]?> e) when (e.Error.Code == Kafka.ErrorCode.Local_UnknownPartition && Age < MostAge && HasNow(partition))
            {
                _clients.Logger.Retrying(Id, e.Error.Reason);
                Thread.Sleep(100);
            }
            catch (Kafka.ProduceException<byte[]?, byte[]?> e)
            {
                Judge(e, $"{message.Topic}/{message.Partition}, ledgers {message.Headers.Ledgers}, {message.Value.Length} bytes: ");
            }
        }
    }

    /// <summary>Whether a partition is there that the client did not know, and does now: partitions may be added to a topic.</summary>
    private bool HasNow(Kafka.TopicPartition partition)
    {
        using Kafka.IAdminClient admin = new Kafka.DependentAdminClientBuilder(_producer.Handle).Build();
        try
        {
            return KafkaErrors.Ask(() => admin.GetMetadata(partition.Topic, OffsetsPatience), OffsetsPatience).Topics
                .Exists(topic => topic.Topic == partition.Topic && topic.Partitions.Count > partition.Partition.Value);
        }
        catch (Kafka.KafkaException)
        {
            return false;
        }
    }

    internal static Kafka.Message<byte[]?, byte[]?> ToKafka(OutgoingMessage message)
    {
        var headers = new Kafka.Headers();
        foreach ((string name, byte[] value) in message.Headers.Encode())
            headers.Add(name, value);
        return new() { Key = message.Key, Value = message.Value, Headers = headers, Timestamp = new(message.Timestamp) };
    }

    private void Try(string name, Action call)
    {
        if (Failure is not null) return;
        string? fault = null;
        FaultPoint.Reach($"{name}.before", ref fault);
        if (fault is not null)
        {
            Fail(fault);
            return;
        }
        try
        {
            Retry(call, Left);
        }
        catch (Kafka.KafkaException e)
        {
            Judge(e, "");
        }
        FaultPoint.Reach($"{name}.after");
    }

    /// <summary>The same call with the same arguments, as long as Kafka says that this helps.</summary>
    private void Retry(Action call, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (Kafka.KafkaRetriableException e) when (Stopwatch.GetElapsedTime(began) < patience)
            {
                _clients.Logger.Retrying(Id, e.Error.Reason);
                _watch.Suspect($"a call had to be made again ({e.Error.Reason}).");
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>
    /// What ends the transaction, or this client, is mended by doing the work again with a new one; a fence and whatever is not known are
    /// not.
    /// </summary>
    private void Judge(Kafka.KafkaException e, string what)
    {
        if (KafkaErrors.IsFenced(e.Error))
        {
            if (!IsOverdue) throw new FencedException(Id, e);
            Fail(what + e.Error.Reason);
            return;
        }
        switch (e)
        {
            case { Error.IsFatal: true }:   // fatal to this client only: a new one, with a new epoch, knows what became of the transaction
            case Kafka.KafkaTxnRequiresAbortException or Kafka.KafkaRetriableException:
            case { Error.Code: Kafka.ErrorCode.Local_State }:    // an earlier failure of this transaction, noticed only now
            case { Error.Code: Kafka.ErrorCode.Local_PurgeQueue or Kafka.ErrorCode.Local_PurgeInflight }:
                Fail(what + e.Error.Reason);
                break;
            case { Error.Code: Kafka.ErrorCode.MsgSizeTooLarge }:
                throw new TopicsException($"The writer {Id} may not send {what}{e.Error.Reason}. The contract's max-message-bytes and the topic's differ.", e);
            default:
                throw new TopicsException($"The writer {Id} cannot go on: {what}{e.Error.Reason} ({e.Error.Code})", e);
        }
    }
}
