using System.Text.Json.Nodes;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Topics;

/// <summary>The rows of dead-letters: schema, contract, writing and reading.</summary>
public static class DeadLetters
{
    /// <summary>The columns.</summary>
    public static Schema Schema { get; } = new(
    [
        new("source_topic", StringType.Default, nullable: false),
        new("source_partition", Int32Type.Default, nullable: false),
        new("source_offset", Int64Type.Default, nullable: false),
        new("source_timestamp", TimestampType.MicrosecondUtc, nullable: false),
        new("source_key", BinaryType.Default, nullable: true),
        new("source_value", BinaryType.Default, nullable: true),
        new("source_headers", StringType.Default, nullable: false),
        new("reason", StringType.Default, nullable: false),
        new("worker", StringType.Default, nullable: false),
        new("code_version", StringType.Default, nullable: false),
        new("failed_ledger", UInt32Type.Default, nullable: true),
        new("datasets", StringType.Default, nullable: true),
    ]);

    /// <summary>
    /// What the topic promises. 40 MiB a message: the largest message of the largest topic (32 MiB) fits, with what is said about it.
    /// </summary>
    public static TopicContract Contract { get; } = new()
    {
        Dataset = TopicName.DeadLetters,
        Version = new(1, 1, 0),
        Meaning = "Messages that could not be read: one row a message, whole, with where it stood and why it could not be read.",
        WrittenBy = "extract",
        ReadBy = ["dead-letters list", "dead-letters show", "dead-letters retry"],
        Key = "the source message's key as it came",
        MaxMessageBytes = 40 << 20,
        Columns = TopicContract.ColumnsOf(Schema),
    };

    /// <summary>Dead letters as rows. Dispose the batch.</summary>
    public static RecordBatch ToRows(IReadOnlyCollection<DeadLetter> letters)
    {
        using var topic = new StringArray.Builder();
        using var partition = new Int32Array.Builder();
        using var offset = new Int64Array.Builder();
        using var timestamp = new TimestampArray.Builder();
        using var key = new BinaryArray.Builder();
        using var value = new BinaryArray.Builder();
        using var headers = new StringArray.Builder();
        using var reason = new StringArray.Builder();
        using var worker = new StringArray.Builder();
        using var code = new StringArray.Builder();
        using var ledger = new UInt32Array.Builder();
        using var datasets = new StringArray.Builder();
        foreach (DeadLetter letter in letters)
        {
            topic.Append(letter.Source.Topic);
            partition.Append(letter.Source.Partition);
            offset.Append(letter.Source.Offset);
            timestamp.Append(letter.SourceTimestamp);
            Append(key, letter.SourceKey);
            Append(value, letter.SourceValue);
            headers.Append(letter.SourceHeaders);
            reason.Append(letter.Reason);
            worker.Append(letter.Worker);
            code.Append(letter.CodeVersion);
            ledger.Append(letter.FailedLedger);
            if (letter.Datasets is { } names) datasets.Append(string.Join(',', names));
            else datasets.AppendNull();
        }
        return new RecordBatch(
            Schema,
            [
                topic.Build(), partition.Build(), offset.Build(), timestamp.Build(), key.Build(), value.Build(), headers.Build(), reason.Build(),
                worker.Build(), code.Build(), ledger.Build(), datasets.Build(),
            ],
            letters.Count);
    }

    /// <summary>The dead letters of rows that were decoded under <see cref="Contract"/>.</summary>
    public static IEnumerable<DeadLetter> Read(RecordBatch rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            yield return new DeadLetter
            {
                Source = new(
                    Text(rows, "source_topic", row), ((Int32Array)rows.Column("source_partition")).Values[row],
                    ((Int64Array)rows.Column("source_offset")).Values[row]),
                SourceTimestamp = ((TimestampArray)rows.Column("source_timestamp")).GetTimestamp(row)!.Value,
                SourceKey = Bytes(rows, "source_key", row),
                SourceValue = Bytes(rows, "source_value", row),
                SourceHeaders = Text(rows, "source_headers", row),
                Reason = Text(rows, "reason", row),
                Worker = Text(rows, "worker", row),
                CodeVersion = Text(rows, "code_version", row),
                FailedLedger = ((UInt32Array)rows.Column("failed_ledger")).GetValue(row),
                Datasets = DatasetsOf(rows, row),
            };
        }
    }

    /// <summary>A message that could not be read, as a dead letter. A value that would not fit is left in its own topic.</summary>
    internal static DeadLetter Of(TopicMessage message, string reason, string worker, string code, uint? ledger, IReadOnlyList<string> datasets)
    {
        const int room = 1 << 20;   // for headers, key, reason and the frame
        bool fits = message.Value.Length + (message.Key?.Length ?? 0) <= Contract.MaxValueBytes - room;
        return new()
        {
            Source = message.Position,
            SourceTimestamp = message.Timestamp,
            SourceKey = fits ? message.Key : null,
            SourceValue = fits ? message.Bytes : null,
            SourceHeaders = HeadersAsJson(message.Headers),
            Reason = Cut(fits
                ? reason
                : $"{reason} (Its {message.Value.Length} bytes are too many for a dead letter, and are to be found at its position only.)"),
            Worker = worker,
            CodeVersion = code,
            FailedLedger = ledger,
            Datasets = datasets,
        };
    }

    // A letter of version 1.0 does not say it.
    private static IReadOnlyList<string>? DatasetsOf(RecordBatch rows, int row) =>
        rows.Schema.GetFieldIndex("datasets") < 0 || ((StringArray)rows.Column("datasets")).GetString(row) is not { } names
            ? null
            : names.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string HeadersAsJson(IReadOnlyList<KeyValuePair<string, byte[]?>> headers)
    {
        const int most = 256 << 10;
        var array = new JsonArray();
        int bytes = 0;
        foreach ((string name, byte[]? value) in headers)
        {
            bytes += name.Length + (value?.Length ?? 0);
            if (bytes > most) break;    // nothing of ours has headers like that
            array.Add(new JsonObject { ["name"] = name, ["value"] = value is null ? null : Convert.ToBase64String(value) });
        }
        return array.ToJsonString();
    }

    internal static IReadOnlyList<KeyValuePair<string, byte[]?>> HeadersFromJson(string json)
    {
        try
        {
            JsonArray array = JsonNode.Parse(json) as JsonArray ?? throw new FormatException("A dead letter's headers are no JSON array.");
            return
            [
                .. array.Select(header => KeyValuePair.Create(
                    header!["name"]!.GetValue<string>(), header["value"]?.GetValue<string>() is { } value ? Convert.FromBase64String(value) : null)),
            ];
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException("A dead letter's headers are not an array of objects with name and value.", e);
        }
    }

    private static string Cut(string reason) => reason.Length <= 4096 ? reason : reason[..4096] + "…";

    private static void Append(BinaryArray.Builder column, byte[]? value)
    {
        if (value is null)
            column.AppendNull();
        else
            column.Append(value);
    }

    private static string Text(RecordBatch rows, string column, int row) => ((StringArray)rows.Column(column)).GetString(row) ?? "";

    private static byte[]? Bytes(RecordBatch rows, string column, int row)
    {
        var values = (BinaryArray)rows.Column(column);
        return values.IsNull(row) ? null : values.GetBytes(row).ToArray();
    }
}
