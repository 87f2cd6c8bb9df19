using System.ComponentModel.DataAnnotations;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>What is written to the lake, where, and when a file is cut. Section <c>Sink</c> of the configuration.</summary>
internal sealed class SinkOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Sink";

    /// <summary>The datasets.</summary>
    [MinLength(1)]
    public string[] Datasets { get; set; } = [];

    /// <summary>The lake: a folder on a local POSIX file system, or <c>s3://bucket/prefix</c>.</summary>
    [Required]
    public string Lake { get; set; } = "";

    /// <summary>The sink's id: its chain of intents in the lake, and its consumer group. A topic is of one sink in a lake.</summary>
    [Required, RegularExpression("[a-z0-9][a-z0-9-]{0,39}", ErrorMessage = "Sink:Id is made of 1 to 40 lower-case letters, digits and hyphens.")]
    public string Id { get; set; } = "lake";

    /// <summary>How rows are spread over folders, by their ledger's close time.</summary>
    [Required]
    public string Scheme { get; set; } = "date";

    /// <summary>How pages are compressed: zstd[:LEVEL], snappy, gzip, lz4, brotli, none. zstd at 3: a quarter of the raw size at hundreds of MB/s.</summary>
    [Required]
    public string Codec { get; set; } = "zstd:3";

    /// <summary>
    /// A file ends where the ledger number passes a multiple of this. 64: the run of ledgers that one partition holds, some five minutes of the network.
    /// It must be a multiple of the topics' span, or divide it.
    /// </summary>
    [Range(1, 10_000_000)]
    public int LedgersPerFile { get; set; } = 64;

    /// <summary>A file ends after this many bytes of rows, whatever the ledger. 1 GiB: a quarter of that as Parquet, which engines like.</summary>
    [Range(1L << 20, 16L << 30)]
    public long BytesPerFile { get; set; } = 1L << 30;

    /// <summary>A file ends after the ledger with which it has this many rows. The default is no limit but that of bytes.</summary>
    [Range(1, long.MaxValue)]
    public long RowsPerFile { get; set; } = long.MaxValue;

    /// <summary>All files of a partition end after the ledger with which there are this many of them, as values of columns make folders. 200.</summary>
    [Range(1, 1000)]
    public int MaxOpenFiles { get; set; } = 200;

    /// <summary>
    /// How long rows may wait for their file to end. 5 min: what a live reader accepts. Zero: for ever; then ledger numbers alone cut files, so that
    /// every run over the same ledgers gives the same files.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many bytes of rows may wait on the disk for their files to end. 16 GiB. Beyond, only the fullest partition is read until its file ends.
    /// </summary>
    [Range(1L << 20, 1L << 50)]
    public long MaxScratchBytes { get; set; } = 16L << 30;

    /// <summary>What to do where the topic has lost messages before they became files: halt, or declare a gap and continue.</summary>
    public GapPolicy OnGap { get; set; } = GapPolicy.Halt;

    /// <summary>Messages that cannot be read and are to be left out, on the record: TOPIC/PARTITION@OFFSET, several separated by commas. One that can be read is not left out.</summary>
    public string Skip { get; set; } = "";

    /// <summary>How many starts in a row may die while they make the same files. 10: more is no accident, and the sink halts with a sentence.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Where files are made before they are published; else the system's temporary folder.</summary>
    public string? Scratch { get; set; }

    /// <summary>Whether to end at the end of the topics instead of waiting for more.</summary>
    public bool ToEnd { get; set; }

    /// <summary>The consumer group on a network.</summary>
    public string GroupOn(Network network) => $"kafkastellar-sink-{network.Name}-{Id}";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult wrong in DatasetNames.Validate(Datasets, nameof(Datasets))) yield return wrong;
        if (WhyNot(() => SkipList.Parse(Skip)) is { } whyNoSkip) yield return new($"Sink:Skip: {whyNoSkip}", [nameof(Skip)]);
        if (WhyNot(() => ParquetCodec.Parse(Codec)) is { } why) yield return new(why, [nameof(Codec)]);
        if (Lake.StartsWith(S3Address.Scheme, StringComparison.Ordinal) && WhyNot(() => S3Address.Parse(Lake)) is { } whyNoAddress) yield return new($"Sink:Lake: {whyNoAddress}", [nameof(Lake)]);
        if (WhyNot(() => PartitionScheme.Parse(Scheme)) is { } whyNoScheme) yield return new($"Sink:Scheme: {whyNoScheme}", [nameof(Scheme)]);
        else if (WithoutColumn() is { } missing) yield return new($"Sink:Scheme: {missing}", [nameof(Scheme)]);
    }

    // A dataset that cannot be spread so.
    private string? WithoutColumn()
    {
        foreach (Dataset dataset in Catalog.All.Where(dataset => Datasets.Contains(dataset.Name)))
        {
            if (PartitionScheme.Parse(Scheme).Columns.FirstOrDefault(column => dataset.Schema.GetFieldIndex(column) < 0) is { } column)
                return $"\"{Scheme}\" is no scheme for {dataset.Name}, which has no column {column}; besides columns there are none, date, hour, date_hour_type and ledger_range[:LEDGERS].";
        }

        return null;
    }

    private static string? WhyNot(Action parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (Exception unknown) when (unknown is FormatException or ArgumentException)
        {
            return unknown.Message;
        }
    }
}
