using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>What a sink has read of one partition since its last intent: rows by folder, and the offsets they came from.</summary>
internal sealed class PartitionRows(TopicContract contract, TopicPartition partition, long start, Intent? unfinished, string scratchFolder) : IDisposable
{
    private readonly SortedDictionary<string, RowsScratch> _folders = new(StringComparer.Ordinal);
    private long _firstTick;

    /// <summary>The partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The topic's contract.</summary>
    public TopicContract Contract { get; } = contract;

    /// <summary>The first offset of the next intent.</summary>
    public long Start { get; } = start;

    /// <summary>The offset after the last message.</summary>
    public long End { get; private set; } = start;

    /// <summary>An intent that begins here and whose files are not all there: it is done again, exactly.</summary>
    public Intent? Unfinished { get; } = unfinished;

    /// <summary>How many messages were read.</summary>
    public int Messages { get; private set; }

    /// <summary>How many bytes of rows wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first ledger.</summary>
    public uint FirstLedger { get; private set; }

    /// <summary>The last ledger.</summary>
    public uint LastLedger { get; private set; }

    /// <summary>Whether the last message ended its ledgers: a ledger in parts ends with its last part.</summary>
    public bool EndsLedger { get; private set; } = true;

    /// <summary>How long the oldest rows have waited; by a clock that nobody sets.</summary>
    public TimeSpan Age => Messages == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Environment.TickCount64 - _firstTick);

    /// <summary>The rows of each folder, by its name.</summary>
    public IReadOnlyDictionary<string, RowsScratch> Folders => _folders;

    /// <summary>Takes a message.</summary>
    /// <exception cref="BadMessageException">It cannot be read. A sink halts there: what it leaves out, nobody would miss.</exception>
    public void Append(TopicMessage message, string network, PartitionScheme scheme)
    {
        MessageHeaders headers = message.Identity();
        using (RecordBatch rows = message.Decode(Contract, network))
        {
            foreach ((string folder, int first, int length) in Runs(rows, scheme))
            {
                using RecordBatch run = rows.Slice(first, length);
                FolderOf(folder, rows.Schema).Append(run, Ledger(run, 0), Ledger(run, length - 1));
            }
        }

        if (Messages == 0)
        {
            FirstLedger = headers.Ledgers.First;
            _firstTick = Environment.TickCount64;
        }

        Messages++;
        Bytes += message.Value.Length;
        LastLedger = headers.Ledgers.Last;
        EndsLedger = headers.Part is not { } part || part.Index == part.Count;
        End = message.Position.Offset + 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RowsScratch folder in _folders.Values) folder.Dispose();
    }

    private RowsScratch FolderOf(string folder, Schema schema)
    {
        if (!_folders.TryGetValue(folder, out RowsScratch? rows))
            _folders[folder] = rows = new RowsScratch(Path.Combine(scratchFolder, $"{Guid.NewGuid():N}.arrows"), schema);
        return rows;
    }

    // Rows of one ledger have one close time: the folder changes only where the time does.
    private static IEnumerable<(string Folder, int First, int Length)> Runs(RecordBatch rows, PartitionScheme scheme)
    {
        TimestampArray times = rows.Arrays.OfType<TimestampArray>().First();
        int first = 0;
        for (int row = 1; row <= rows.Length; row++)
        {
            if (row < rows.Length && times.Values[row] == times.Values[first]) continue;
            yield return (scheme.FolderOf(times.GetTimestamp(first)!.Value), first, row - first);
            first = row;
        }
    }

    // The first column of every dataset but contract_data, which has it further on and under its seed's name.
    private static uint Ledger(RecordBatch rows, int row)
    {
        int column = Math.Max(rows.Schema.GetFieldIndex("ledger_seq"), rows.Schema.GetFieldIndex("ledger_sequence"));
        return ((UInt32Array)rows.Column(column)).Values[row];
    }
}
