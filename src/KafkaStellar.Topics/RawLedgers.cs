using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Topics;

/// <summary>
/// The rows of raw-ledgers: schema, contract, writing and reading. The topic belongs to this project, as its rows come from no extractor.
/// </summary>
public static class RawLedgers
{
    /// <summary>
    /// How many bytes a ledger's meta may have, decompressed. 128 MiB, less a little so that it fits a buffer of that size with what is around it: four
    /// times the largest message, and many times any ledger there was. What a message can make its readers allocate is about twice that.
    /// </summary>
    public const int MaxLedgerBytes = (128 << 20) - 64;

    private const int HashBytes = 32;

    /// <summary>The columns.</summary>
    public static Schema Schema { get; } = new(
    [
        new("sequence", UInt32Type.Default, nullable: false),
        new("ledger_hash", new FixedSizeBinaryType(HashBytes), nullable: false),
        new("prev_hash", new FixedSizeBinaryType(HashBytes), nullable: false),
        new("closed_at", TimestampType.MicrosecondUtc, nullable: false),
        new("protocol_version", UInt32Type.Default, nullable: false),
        new("tx_count", UInt32Type.Default, nullable: false),
        new("op_count", UInt32Type.Default, nullable: false),
        new("ledger_close_meta", BinaryType.Default, nullable: false),
        new("encoding", StringType.Default, nullable: false),
    ]);

    /// <summary>
    /// What the topic promises. 32 MiB a message: a ledger cannot be split, and its meta may be several times what it usually is.
    /// </summary>
    public static TopicContract Contract { get; } = new()
    {
        Dataset = TopicName.RawLedgers,
        Meaning = "Ledgers as their source gave them: one row a ledger, with its LedgerCloseMeta unchanged and what is needed to check the chain.",
        WrittenBy = "source",
        ReadBy = ["extract", "verify --topics"],
        MaxMessageBytes = 32 << 20,
        OnBadMessage = BadMessagePolicy.DeadLetter,
        Columns = TopicContract.ColumnsOf(Schema),
    };

    /// <summary>The topic on a network, as its source knows it: its messages are those that hold the ledgers that they say.</summary>
    public static OwnTopic On(string network) => new(Contract, network, message => WhyForeign(message, network));

    /// <summary>Some ledgers as rows. Dispose the batch.</summary>
    /// <exception cref="ArgumentException">A hash does not have 32 bytes.</exception>
    public static RecordBatch ToRows(IReadOnlyCollection<RawLedger> ledgers)
    {
        using var sequence = new UInt32Array.Builder();
        using var hash = new FixedSizeBinaryArray.Builder(HashBytes);
        using var previousHash = new FixedSizeBinaryArray.Builder(HashBytes);
        using var closedAt = new TimestampArray.Builder();
        using var protocolVersion = new UInt32Array.Builder();
        using var transactions = new UInt32Array.Builder();
        using var operations = new UInt32Array.Builder();
        using var meta = new BinaryArray.Builder();
        using var encoding = new StringArray.Builder();
        foreach (RawLedger ledger in ledgers)
        {
            sequence.Append(ledger.Sequence);
            hash.Append(ledger.Hash.Span);
            previousHash.Append(ledger.PreviousHash.Span);
            closedAt.Append(ledger.ClosedAt);
            protocolVersion.Append(ledger.ProtocolVersion);
            transactions.Append(ledger.TransactionCount);
            operations.Append(ledger.OperationCount);
            meta.Append(ledger.LedgerCloseMeta.Span);
            encoding.Append(ledger.Encoding == RawLedgerEncoding.Zstd ? "zstd" : "xdr");
        }
        return new RecordBatch(
            Schema,
            [
                sequence.Build(), hash.Build(), previousHash.Build(), closedAt.Build(), protocolVersion.Build(), transactions.Build(),
                operations.Build(), meta.Build(), encoding.Build(),
            ],
            ledgers.Count);
    }

    /// <summary>
    /// The ledgers of rows that were decoded under <see cref="Contract"/>, lent: their bytes are gone when the batch is disposed.
    /// </summary>
    /// <exception cref="FormatException">An encoding is neither <c>xdr</c> nor <c>zstd</c>, or a time lies outside the years 1 to
    /// 9999.</exception>
    public static IEnumerable<RawLedger> Read(RecordBatch rows)
    {
        var sequence = (UInt32Array)rows.Column("sequence");
        var hash = (FixedSizeBinaryArray)rows.Column("ledger_hash");
        var previousHash = (FixedSizeBinaryArray)rows.Column("prev_hash");
        var closedAt = (TimestampArray)rows.Column("closed_at");
        var protocolVersion = (UInt32Array)rows.Column("protocol_version");
        var transactions = (UInt32Array)rows.Column("tx_count");
        var operations = (UInt32Array)rows.Column("op_count");
        var meta = (BinaryArray)rows.Column("ledger_close_meta");
        var encoding = (StringArray)rows.Column("encoding");
        for (int row = 0; row < rows.Length; row++)
        {
            uint ledger = sequence.Values[row];
            yield return new RawLedger
            {
                Sequence = ledger,
                Hash = hash.GetBytes(row).ToArray(),
                PreviousHash = previousHash.GetBytes(row).ToArray(),
                ClosedAt = Time(closedAt, row, ledger),
                ProtocolVersion = protocolVersion.Values[row],
                TransactionCount = transactions.Values[row],
                OperationCount = operations.Values[row],
                LedgerCloseMeta = meta.GetMemory(row),
                Encoding = encoding.GetString(row) switch
                {
                    "xdr" => RawLedgerEncoding.Xdr,
                    "zstd" => RawLedgerEncoding.Zstd,
                    var other => throw new FormatException($"Ledger {ledger} is encoded as \"{other}\"; known are xdr and zstd."),
                },
            };
        }
    }

    private static string? WhyForeign(TopicMessage message, string network)
    {
        try
        {
            using RecordBatch rows = message.Decode(Contract, network);
            uint last = message.Identity().Ledgers.Last;
            return Read(rows).LastOrDefault()?.Sequence == last ? null : $"The message at {message.Position} does not end with ledger {last}, as its header says.";
        }
        catch (Exception bad) when (bad is BadMessageException or FormatException)
        {
            return bad.Message;
        }
    }

    private static DateTimeOffset Time(TimestampArray times, int row, uint ledger)
    {
        try
        {
            return times.GetTimestamp(row) ?? throw new FormatException($"Ledger {ledger} has no close time.");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"Ledger {ledger} closed outside the years 1 to 9999.", e);
        }
    }
}
