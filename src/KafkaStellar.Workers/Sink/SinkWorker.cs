using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Sink;

/// <summary>The topics of some datasets → Parquet files in a lake: durable first, then the offset.</summary>
internal sealed partial class SinkWorker(
    Func<ISinkTopics> connect,
    IOptions<SinkOptions> sinkOptions,
    IOptions<NetworkOptions> networkOptions,
    SinkProgress progress,
    OpenStore open,
    TimeProvider time,
    Fleet fleet,
    Health health,
    ILogger<SinkWorker> log) : Worker(fleet)
{
    private const string Name = "sink";
    private const string Markers = "markers of transactions, or aborted";
    private const string Former = "in the lake from a former topic";
    private const string SetAside = "set aside";

    // How soon a stop, an age or the end of a topic is noticed.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    // How long a partition is quiet before offsets without rows at its end are declared and committed, so that its lag is 0.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly SinkOptions _options = sinkOptions.Value;
    private readonly FileEnds _ends = new(sinkOptions.Value);
    private readonly PartitionScheme _scheme = PartitionScheme.Parse(sinkOptions.Value.Scheme);
    private readonly Network _network = networkOptions.Value.ToNetwork();
    private readonly Dictionary<TopicPartition, PartitionRows> _partitions = [];
    private readonly List<Position> _toAcknowledge = [];
    private readonly Dictionary<TopicPartition, Refused> _refused = [];
    private readonly IReadOnlySet<Position> _skips = SkipList.Parse(sinkOptions.Value.Skip);
    private readonly ScratchBudget _budget = new(sinkOptions.Value.MaxScratchBytes);

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        IObjectStore lake = open(_options.Lake);
        using var connection = lake as IDisposable;
        var store = new PatientStore(lake, PatientStore.UsualPauses);
        ConditionalCreate.VerifyAsync(store, IntentLog.Root, stop).GetAwaiter().GetResult();
        using var scratch = new ScratchFolder(_options.Scratch);
        using var parquet = new ParquetFiles(scratch.Path);
        using ISinkTopics kafka = connect();
        var attempts = new Attempts(scratch.Parent, _options.GroupOn(_network), _options.MaxAttempts);
        var intents = new IntentLog(store, _options.Id);
        var opener = new PartitionOpener(intents, kafka, _options.OnGap, log);
        var rotation = new Rotation(intents, parquet, _network, _options.Id, new FileSpec(_scheme, _options.Codec, CodeVersion.Text), scratch.Path);
        Dictionary<string, TopicContract> topics = _options.Datasets.Select(name => Contracts.Of(Catalog.Find(name))).ToDictionary(contract => contract.TopicOn(_network.Name));
        VerifySkips(topics.Keys);
        string group = _options.GroupOn(_network);
        Part(ref group);
        using ISinkReader reader = kafka.Join(group, topics.Keys, new()
        {
            Assigned = assigned => Open(assigned, topics[assigned.Partition.Topic], opener, attempts, scratch.Path, stop),
            Revoked = Drop,
            Lost = Drop,
        });
        log.SinkStarts(string.Join(", ", topics.Keys), store.Name, group);
        Task<int> tidying = lake is FolderStore folder ? Task.Run(() => folder.RemoveLeftovers(stop), stop) : Task.FromResult(0);
        var road = new Road(rotation, reader, opener, attempts, scratch.Path);

        using IDisposable life = health.Watch(Name);
        while (!stop.IsCancellationRequested)
        {
            health.Turns(Name);
            TopicMessage? message = reader.Read(Patience);
            Acknowledge(reader);
            bool isTaken = message is not null && Take(message, road);
            foreach (PartitionRows rows in Due(isTaken ? message : null, reader)) Rotate(rows, road);
            HoldBack(reader);
            if (message is not null) continue;
            bool isDone = IsAtEnd(reader) && _partitions.Values.All(rows => rows.Messages == 0);
            foreach (PartitionRows rows in Passed(isDone ? TimeSpan.Zero : Quiet, reader)) DeclareGap(rows, road);
            if (isDone) break;
        }

        PublishWaiting(road);
        if (!stop.IsCancellationRequested) tidying.GetAwaiter().GetResult();
        Leave(reader);
        Drop([.. _partitions.Keys]);
    }

    // Everything is durable and committed by now: a group that is not left in good order costs others some waiting, and nothing else.
    private void Leave(ISinkReader reader)
    {
        try
        {
            reader.Close();
        }
        catch (TopicsException failure)
        {
            log.LeftInDisorder(failure.Message);
        }
    }

    private long Open(AssignedPartition assigned, TopicContract contract, PartitionOpener opener, Attempts attempts, string scratch, CancellationToken stop)
    {
        PartitionStart start = opener.Open(assigned.Partition, assigned.Committed, assigned.Earliest, stop);
        attempts.Open(assigned.Partition, start.Offset);
        _partitions[assigned.Partition] = new PartitionRows(contract, assigned.Partition, start, scratch, time);
        _refused.Remove(assigned.Partition);
        if (start.Offset > (assigned.Committed ?? assigned.Earliest)) _toAcknowledge.Add(assigned.Partition.At(start.Offset));
        return start.Offset;
    }

    // What a predecessor made durable and did not live to commit: without this an idle topic would keep its lag.
    private void Acknowledge(ISinkReader reader)
    {
        if (_toAcknowledge.Count == 0) return;
        reader.Commit([.. _toAcknowledge.Where(position => _partitions.ContainsKey(position.TopicPartition))]);
        _toAcknowledge.Clear();
    }

    /// <summary>A group for each process, where a test wants two sinks of one id to share nothing but the lake.</summary>
    [System.Diagnostics.Conditional(FaultPoint.Symbol)]
    private static void Part(ref string group)
    {
        string? shared = group;
        FaultPoint.Without("one group", ref shared);
        group = shared ?? $"{Name}-{Environment.ProcessId}";
    }

    private bool Take(TopicMessage message, Road road)
    {
        FaultPoint.Reach("take.before");
        if (!_partitions.TryGetValue(message.Position.TopicPartition, out PartitionRows? rows)) return false;
        if (_refused.TryGetValue(rows.Partition, out Refused? refused) && message.Position.Offset >= refused.From) Refuse(rows, refused.Why, road);
        try
        {
            if (rows.IsOfOtherColumns(message))
            {
                if (!Rotate(rows, road)) return false; // it comes again
                rows = _partitions[rows.Partition];
            }

            return Append(rows, message, road);
        }
        catch (BadMessageException bad) when (bad.Position == message.Position && IsDeclared(rows, bad.Position))
        {
            SetMessageAside(rows, () => rows.Skip(bad));
            Declare(rows, road);
            return false;
        }
        catch (BadMessageException bad) when (rows.Unfinished is null)
        {
            Refuse(rows, bad, road);
            return false;
        }
    }

    // By the operator, or by an intent that is done again exactly.
    private bool IsDeclared(PartitionRows rows, Position position) => rows.Unfinished is { } unfinished
        ? unfinished.SetAside.Any(one => one.Kind == SetAsideKind.Skipped && one.Offset == position.Offset)
        : _skips.Contains(position);

    private bool Append(PartitionRows rows, TopicMessage message, Road road)
    {
        // A part can be read though its ledger is not whole: a declared one is left out all the same.
        if (message.Position.Offset >= rows.End && IsDeclared(rows, message.Position) && IsPart(message))
            throw new BadMessageException(message.Position, "it is part of a ledger that is not whole.");
        bool isTaken = false;
        SetMessageAside(rows, () => isTaken = rows.Append(message, _network.Name, rows.Unfinished?.Spec?.Scheme ?? _scheme));
        if (!isTaken) Declare(rows, road);
        if (isTaken && rows.EndsLedger) progress.Taken(rows.Contract.Dataset, rows.LastLedger);
        return isTaken;
    }

    // Beyond the budget one partition alone is read.
    private void HoldBack(ISinkReader reader)
    {
        TopicPartition? before = _budget.Only;
        long bytes = _budget.Decide(_partitions.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Bytes)));
        if (_budget.Only is { } only)
        {
            if (before != only) log.HoldsBack(bytes, _options.MaxScratchBytes, $"{only}");
            foreach (TopicPartition partition in reader.Partitions.Where(partition => partition != only)) reader.Pause(partition);
            reader.Resume(only);
        }
        else if (before is not null)
        {
            log.GoesOn(bytes);
            foreach (TopicPartition partition in reader.Partitions) reader.Resume(partition);
        }
    }

    private bool IsAtEnd(ISinkReader reader) => _options.ToEnd && reader.AtEnd && _budget.Only is null;

    // Which partitions' rows become files now. Only whole ledgers do.
    private IEnumerable<PartitionRows> Due(TopicMessage? message, ISinkReader reader)
    {
        if (message is not null)
        {
            PartitionRows rows = _partitions[message.Position.TopicPartition];
            return rows.EndsLedger && (rows.Unfinished is { } unfinished ? rows.End >= unfinished.End : _ends.IsFull(rows)) ? [rows] : [];
        }

        bool atEnd = IsAtEnd(reader);
        // The one partition that is read has nothing more to give: its file ends early, for the others cannot wait for it.
        TopicPartition? drained = _budget.Only is { } only && reader.AtEnd ? only : null;
        return [.. Waiting().Where(rows => rows.Unfinished is null && (atEnd || rows.Partition == drained || (_options.MaxAge > TimeSpan.Zero && rows.Age >= _options.MaxAge)))];
    }

    // Partitions at whose end stand offsets of which nothing comes.
    private PartitionRows[] Passed(TimeSpan quiet, ISinkReader reader) =>
        [.. _partitions.Values.Where(rows => rows.Messages == 0 && rows.Unfinished is null && rows.Idle >= quiet && reader.NextOffset(rows.Partition) > rows.Start)];

    private IEnumerable<PartitionRows> Waiting() => _partitions.Values.Where(rows => rows.Messages > 0 && rows.EndsLedger).ToArray();

    // Once begun it is finished, whoever says stop: it is short, and done again otherwise.
    /// <returns>False where what was read after them is read again.</returns>
    private bool Rotate(PartitionRows rows, Road road)
    {
        road.Opener.VerifySame(rows.Topic);
        road.Attempts.Begin(rows.Partition, rows.Start);
        (Intent done, bool isOurs, bool wasThere) = Attempt(rows, road);
        if (!isOurs) return Follow(rows, done, road);

        if (wasThere) log.DeclaredBefore($"{rows.Partition}", done.Start, done.End);
        GoOn(rows, road.Opener.After(rows, done), road);
        log.Rotated($"{rows.Partition}", done.Start, done.End, done.FirstLedger, done.LastLedger, done.Files.Sum(file => file.Rows), done.Files.Sum(file => file.Bytes));
        progress.Published(rows.Contract.Dataset, done);
        return true;
    }

    private static (Intent Holds, bool IsOurs, bool WasThere) Attempt(PartitionRows rows, Road road)
    {
        try
        {
            return road.Rotation.RunAsync(rows, CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            road.Attempts.End(rows.Partition);
        }
    }

    private void DeclareGap(PartitionRows rows, Road road)
    {
        road.Opener.VerifySame(rows.Topic);
        string reason = rows.SetAside.Count > 0 ? SetAside : rows.GapOffsets > 0 && rows.Former.Ranges.Count > 0 ? Former : Markers;
        (Intent done, bool isOurs) = road.Rotation.DeclareGapAsync(rows, road.Reader.NextOffset(rows.Partition)!.Value, reason, CancellationToken.None).GetAwaiter().GetResult();
        if (!isOurs)
        {
            Follow(rows, done, road);
            return;
        }

        GoOn(rows, road.Opener.After(rows, done), road);
        log.GapDeclared($"{rows.Partition}", done.Start, done.End, reason);
    }

    // Another worker was faster: what it decided holds, and what was gathered here is dropped. Where it has not published, this one does it.
    /// <returns>False where messages are read again.</returns>
    private bool Follow(PartitionRows rows, Intent holds, Road road)
    {
        log.DeclaredByAnother($"{rows.Partition}", holds.Start, holds.End);
        PartitionStart start = road.Opener.Open(rows.Partition, holds.Start, holds.Start, CancellationToken.None);
        bool isAgain = rows.FirstSeen is not null && start.Offset < rows.End;
        if (isAgain) road.Reader.ReadAgain(rows.Partition.At(rows.FirstSeen!.Value));
        GoOn(rows, start, road);
        return !isAgain;
    }

    private void GoOn(PartitionRows rows, PartitionStart start, Road road)
    {
        _partitions[rows.Partition] = new PartitionRows(rows.Contract, rows.Partition, start, road.Scratch, time);
        rows.Dispose();
        if (start.Offset <= rows.Start) return;
        FaultPoint.Reach("ack.before");
        road.Reader.Commit([rows.Partition.At(start.Offset)]);
        FaultPoint.Reach("ack.after");
    }

    private void Drop(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            if (_partitions.Remove(partition, out PartitionRows? rows)) rows.Dispose();
        }
    }

    // What a file goes through on its way to the lake.
    private sealed record Road(Rotation Rotation, ISinkReader Reader, PartitionOpener Opener, Attempts Attempts, string Scratch);
}
