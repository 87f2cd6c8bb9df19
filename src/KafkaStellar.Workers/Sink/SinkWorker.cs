using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Sink;

/// <summary>The topics of some datasets → Parquet files in a lake: durable first, then the offset.</summary>
internal sealed class SinkWorker(
    ClientFactory clients,
    IOptions<SinkOptions> sinkOptions,
    IOptions<NetworkOptions> networkOptions,
    SinkProgress progress,
    Fleet fleet,
    ILogger<SinkWorker> log) : Worker(fleet)
{
    // How soon a stop, an age or the end of a topic is noticed.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly SinkOptions _options = sinkOptions.Value;
    private readonly Network _network = networkOptions.Value.ToNetwork();
    private readonly Dictionary<TopicPartition, PartitionRows> _partitions = [];
    private readonly List<Position> _toAcknowledge = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken stop)
    {
        var store = new FolderStore(_options.Lake);
        ConditionalCreate.VerifyAsync(store, IntentLog.Root, stop).GetAwaiter().GetResult();
        using var scratch = new ScratchFolder(_options.Scratch);
        using var parquet = new ParquetFiles();
        var intents = new IntentLog(store, _options.Id);
        var rotation = new Rotation(intents, parquet, _network, _options.Id, new FileSpec(_options.Scheme, _options.Codec, CodeVersion.Text), scratch.Path);
        Dictionary<string, TopicContract> topics = _options.Datasets.Select(name => Contracts.Of(Catalog.Find(name))).ToDictionary(contract => contract.TopicOn(_network.Name));
        using var reader = new TopicReader(clients, _options.GroupOn(_network), topics.Keys, new()
        {
            Assigned = assigned => Open(assigned, topics[assigned.Partition.Topic], intents, scratch.Path, stop),
            Revoked = Drop,
            Lost = Drop,
        });
        log.SinkStarts(string.Join(", ", topics.Keys), store.Name, reader.Group);

        while (!stop.IsCancellationRequested)
        {
            TopicMessage? message = reader.Read(Patience);
            Acknowledge(reader);
            if (message is not null) Take(message);
            foreach (PartitionRows rows in Due(message, reader)) Rotate(rows, rotation, reader, scratch.Path);
            if (message is null && _options.ToEnd && reader.AtEnd && _partitions.Values.All(rows => rows.Messages == 0)) break;
        }

        if (_options.MaxAge > TimeSpan.Zero)
        {
            foreach (PartitionRows rows in Waiting().Where(rows => rows.Unfinished is null)) Rotate(rows, rotation, reader, scratch.Path);
        }

        Leave(reader);
        Drop([.. _partitions.Keys]);
    }

    // Everything is durable and committed by now: a group that is not left in good order costs others some waiting, and nothing else.
    private void Leave(TopicReader reader)
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

    private long Open(AssignedPartition assigned, TopicContract contract, IntentLog intents, string scratch, CancellationToken stop)
    {
        (long start, Intent? unfinished) = intents
            .OpenAsync(assigned.Partition.Topic, assigned.Partition.Partition, assigned.Committed, assigned.Earliest, stop).GetAwaiter().GetResult();
        if (unfinished is not null) log.IntentUnfinished($"{assigned.Partition}", unfinished.Start, unfinished.End);
        _partitions[assigned.Partition] = new PartitionRows(contract, assigned.Partition, start, unfinished, scratch);
        if (start > (assigned.Committed ?? assigned.Earliest)) _toAcknowledge.Add(assigned.Partition.At(start));
        return start;
    }

    // What a predecessor made durable and did not live to commit: without this an idle topic would keep its lag.
    private void Acknowledge(TopicReader reader)
    {
        if (_toAcknowledge.Count == 0) return;
        reader.Commit([.. _toAcknowledge.Where(position => _partitions.ContainsKey(position.TopicPartition))]);
        _toAcknowledge.Clear();
    }

    private void Take(TopicMessage message)
    {
        PartitionRows rows = _partitions[message.Position.TopicPartition];
        rows.Append(message, _network.Name, rows.Unfinished?.Spec.Scheme ?? _options.Scheme);
        if (rows.EndsLedger) progress.Taken(rows.Contract.Dataset, rows.LastLedger);
    }

    // Which partitions' rows become files now. Only whole ledgers do.
    private IEnumerable<PartitionRows> Due(TopicMessage? message, TopicReader reader)
    {
        if (message is not null)
        {
            PartitionRows rows = _partitions[message.Position.TopicPartition];
            return rows.EndsLedger && (rows.Unfinished is { } unfinished ? rows.End >= unfinished.End : IsFull(rows)) ? [rows] : [];
        }

        bool atEnd = _options.ToEnd && reader.AtEnd;
        return [.. Waiting().Where(rows => rows.Unfinished is null && (atEnd || (_options.MaxAge > TimeSpan.Zero && rows.Age >= _options.MaxAge)))];
    }

    private IEnumerable<PartitionRows> Waiting() => _partitions.Values.Where(rows => rows.Messages > 0 && rows.EndsLedger).ToArray();

    private bool IsFull(PartitionRows rows)
    {
        if (rows.Bytes >= _options.BytesPerFile) return true;
        uint next = rows.Contract.NextInPartition(rows.LastLedger);
        return next / (uint)_options.LedgersPerFile != rows.LastLedger / (uint)_options.LedgersPerFile
            || (_options.MaxAge > TimeSpan.Zero && rows.Age >= _options.MaxAge);
    }

    // Once begun it is finished, whoever says stop: it is short, and done again otherwise.
    private void Rotate(PartitionRows rows, Rotation rotation, TopicReader reader, string scratch)
    {
        Intent done = rotation.RunAsync(rows, CancellationToken.None).GetAwaiter().GetResult();
        _partitions[rows.Partition] = new PartitionRows(rows.Contract, rows.Partition, done.End, null, scratch);
        rows.Dispose();
        reader.Commit([rows.Partition.At(done.End)]);
        log.Rotated($"{rows.Partition}", done.Start, done.End, done.FirstLedger, done.LastLedger, done.Files.Sum(file => file.Rows), done.Files.Sum(file => file.Bytes));
        progress.Published(rows.Contract.Dataset, done);
    }

    private void Drop(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            if (_partitions.Remove(partition, out PartitionRows? rows)) rows.Dispose();
        }
    }
}
