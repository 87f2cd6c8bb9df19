using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>What a sink has read of one partition since its last intent: rows by folder, and the offsets they came from.</summary>
/// <param name="contract">The topic's contract.</param>
/// <param name="partition">The partition.</param>
/// <param name="start">Where it begins.</param>
/// <param name="scratchFolder">Where rows wait.</param>
/// <param name="time">By which their age is told; nobody sets it.</param>
internal sealed partial class PartitionRows(TopicContract contract, TopicPartition partition, PartitionStart start, string scratchFolder, TimeProvider time) : IDisposable
{
    private readonly SortedDictionary<string, RowsScratch> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly List<OffsetRange> _gaps = [];
    private MessagePart? _part;
    private long _firstTick;
    private long _lastTick = time.GetTimestamp();

    /// <summary>The partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The topic's contract.</summary>
    public TopicContract Contract { get; } = contract;

    /// <summary>Which topic of its name.</summary>
    public TopicIncarnation Topic { get; } = start.Topic;

    /// <summary>Ledgers that are in the lake from former topics of the name.</summary>
    public LedgerSet Former { get; } = start.Former;

    /// <summary>Ledgers that are in the lake from this topic.</summary>
    public HeldLedgers Held { get; } = start.Held;

    /// <summary>The first offset of the next intent.</summary>
    public long Start { get; } = start.Offset;

    /// <summary>The offset after the last message.</summary>
    public long End { get; private set; } = start.Offset;

    /// <summary>The offset of the first record that was seen, whatever became of it; null before one.</summary>
    public long? FirstSeen { get; private set; }

    /// <summary>An intent that begins here and whose files are not all there: it is done again, exactly.</summary>
    public Intent? Unfinished { get; } = start.Unfinished;

    /// <summary>How many offsets gave nothing.</summary>
    public long GapOffsets { get; private set; }

    /// <summary>Those offsets, the first runs of them.</summary>
    public IReadOnlyList<OffsetRange> Gaps => _gaps;

    /// <summary>How many messages were read.</summary>
    public int Messages { get; private set; }

    /// <summary>How many rows wait.</summary>
    public long Rows { get; private set; }

    /// <summary>How many files they make.</summary>
    public int Files => Math.Max(_folders.Count, _values.Count);

    /// <summary>The version of the contract that the rows follow.</summary>
    public string SchemaVersion { get; private set; } = "";

    /// <summary>How many bytes of rows wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes of them stand in rows that the Parquet writer will handle at one time: those since the last multiple of as many.</summary>
    public long WidestBytes { get; private set; }

    /// <summary>The last message's last ledger.</summary>
    public uint LastLedger { get; private set; }

    /// <summary>Whether the last message ended its ledgers: a ledger in parts ends with its last part.</summary>
    public bool EndsLedger => _part is not { } part || part.Index == part.Count;

    /// <summary>The offset of the last ledger's message, or of its first part.</summary>
    public long LedgerBegins { get; private set; }

    /// <summary>How long the oldest rows have waited; by a clock that nobody sets.</summary>
    public TimeSpan Age => Messages == 0 ? TimeSpan.Zero : time.GetElapsedTime(_firstTick);

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Idle => time.GetElapsedTime(_lastTick);

    /// <summary>The rows of each folder, by its name.</summary>
    public IReadOnlyDictionary<string, RowsScratch> Folders => _folders;

    /// <summary>Whether a message's rows have other columns than those that wait: then their file ends before it. A ledger in parts is of one kind.</summary>
    /// <exception cref="BadMessageException">It cannot be read.</exception>
    public bool IsOfOtherColumns(TopicMessage message) =>
        Messages > 0 && EndsLedger && Unfinished is null && message.Position.Offset >= End && ForeignRecord.Why(message) is null && message.Identity().SchemaVersion != SchemaVersion;

    /// <summary>Takes a message; one from before is passed over, and one that is not for the lake is set aside.</summary>
    /// <returns>Whether its rows wait now.</returns>
    /// <exception cref="BadMessageException">It claims to be of ours and cannot be read, or the ledger before it is not whole. Nothing of it is kept. What a sink leaves out, nobody would miss.</exception>
    /// <exception cref="IntentException">Messages that an unfinished intent was declared of are gone.</exception>
    public bool Append(TopicMessage message, string network, PartitionScheme scheme)
    {
        long offset = message.Position.Offset;
        if (offset < End) return false;
        if (Unfinished is { } unfinished && offset >= unfinished.End) throw Vanished(unfinished, offset);
        FirstSeen ??= offset;
        if (ForeignRecord.Why(message) is { } why)
        {
            LeaveOut(offset, SetAsideKind.Foreign, why);
            return false;
        }

        MessageHeaders headers = message.Identity();
        if (Former.Covers(headers.Ledgers.First, headers.Ledgers.Last))
        {
            PassOver(offset + 1);
            return false;
        }

        List<uint> doubled = Doubled(message, headers);
        long before = Rows;
        using (RecordBatch rows = message.Decode(Contract, network))
        {
            if (Judges) VerifyLedgers(message, headers, rows);
            // Only one that can be read is a second of what is there: of another, its headers may tell anything.
            if (doubled.Count > 0 && doubled.Count == CountOf(headers.Ledgers))
            {
                LeaveOut(offset, SetAsideKind.Duplicate, $"{Text(headers.Ledgers)} in the lake already.");
                return false;
            }

            foreach ((string folder, int first, int length) in Runs(rows, scheme))
            {
                using RecordBatch run = rows.Slice(first, length);
                uint ledger = Ledgers(run).Values[0];
                if (Former.Contains(ledger) || doubled.Contains(ledger)) continue;
                FolderOf(folder, rows.Schema).Append(run);
                CountValues(folder, run, scheme);
                Rows += length;
            }
        }

        PassOver(offset);
        foreach (uint ledger in doubled) _setAside.Add(SetAsideMessage.Of(offset, SetAsideKind.Duplicate, $"{Text(LedgerSpan.Of(ledger))} in the lake already; the message's others were not."));
        if (Messages == 0)
        {
            SchemaVersion = headers.SchemaVersion;
            _firstTick = time.GetTimestamp();
        }

        if (EndsLedger) LedgerBegins = offset;
        Messages++;
        Bytes += message.Value.Length;
        bool isSameVector = before / ParquetOptions.VectorRows == Rows / ParquetOptions.VectorRows;
        WidestBytes = isSameVector ? WidestBytes + message.Value.Length : message.Value.Length * (Rows % ParquetOptions.VectorRows) / (Rows - before);
        Keep(headers.Ledgers, doubled);
        LastLedger = headers.Ledgers.Last;
        _part = headers.Part;
        End = offset + 1;
        _lastTick = time.GetTimestamp();
        return true;
    }

    /// <summary>Sets a message aside that cannot be read.</summary>
    public void Skip(BadMessageException bad)
    {
        FirstSeen ??= bad.Position.Offset;
        LeaveOut(bad.Position.Offset, SetAsideKind.Skipped, bad.Reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RowsScratch folder in _folders.Values) folder.Dispose();
    }

    // Offsets of which nothing goes to the lake.
    private void PassOver(long end)
    {
        if (end == End) return;
        GapOffsets += end - End;
        if (_gaps.Count > 0 && _gaps[^1].End == End) _gaps[^1] = _gaps[^1] with { End = end };
        else if (_gaps.Count < Intent.MaxListedGaps) _gaps.Add(new OffsetRange(End, end));
        End = end;
        _lastTick = time.GetTimestamp();
    }

    private IntentException Vanished(Intent unfinished, long offset) => new(
        $"{Partition}: offsets {unfinished.Start} to {unfinished.End - 1} were declared as {string.Join(", ", unfinished.Files.Select(file => file.Path))} with {unfinished.Messages} messages, "
        + $"but the topic has only {Messages} of them, and goes on at {offset}. Messages were deleted from the topic: fill it again from its source and begin another lake (--lake).");

    private RowsScratch FolderOf(string folder, Schema schema)
    {
        if (!_folders.TryGetValue(folder, out RowsScratch? rows))
            _folders[folder] = rows = new RowsScratch(Path.Combine(scratchFolder, $"{Guid.NewGuid():N}.arrows"), schema);
        return rows;
    }

    // A ledger's rows at a time: they have one close time, which ledgers after it may share (CAP-88).
    private static IEnumerable<(string Folder, int First, int Length)> Runs(RecordBatch rows, PartitionScheme scheme)
    {
        TimestampArray times = rows.Arrays.OfType<TimestampArray>().First();
        UInt32Array ledgers = Ledgers(rows);
        int first = 0;
        for (int row = 1; row <= rows.Length; row++)
        {
            if (row < rows.Length && ledgers.Values[row] == ledgers.Values[first]) continue;
            yield return (scheme.FolderOf(times.GetTimestamp(first)!.Value, ledgers.Values[first]), first, row - first);
            first = row;
        }
    }

    /// <summary>The column of the ledger: the first of every dataset but contract_data, which has it further on and under its seed's name.</summary>
    public static string LedgerColumn(Schema schema) => schema.GetFieldIndex("ledger_seq") >= 0 ? "ledger_seq" : "ledger_sequence";

    private static UInt32Array Ledgers(RecordBatch rows) => (UInt32Array)rows.Column(LedgerColumn(rows.Schema));

    // How many files there will be at most.
    private void CountValues(string folder, RecordBatch run, PartitionScheme scheme)
    {
        if (scheme.Columns.Count == 0) return;
        int[] columns = [.. scheme.Columns.Select(run.Schema.GetFieldIndex)];
        for (int row = 0; row < run.Length; row++) _values.Add(scheme.Fill(folder, [.. columns.Select(column => Text(run.Column(column), row))]));
    }

    private static string? Text(IArrowArray column, int row) => column.IsNull(row) ? null : column switch
    {
        StringArray text => text.GetString(row),
        DictionaryArray text => text.GetString(row),
        UInt32Array number => $"{number.Values[row]}",
        Int32Array number => $"{number.Values[row]}",
        BooleanArray flag => $"{flag.GetValue(row)}",
        _ => "",
    };
}
