using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Rows;

/// <summary>The formats of rows.</summary>
internal static class RowsOutputs
{
    /// <summary>The format that a file's name asks for; JSON lines where its ending says nothing.</summary>
    public static string FormatOf(string? path) => Path.GetExtension(path)?.ToLowerInvariant() switch
    {
        ".csv" => "csv",
        ".arrow" or ".arrows" => "arrow",
        ".parquet" => "parquet",
        ".pb" => "protobuf",
        _ => "jsonl",
    };

    /// <summary>What opens an output of a format.</summary>
    /// <param name="format">jsonl, csv, arrow or parquet; for token transfers also protobuf or protojson.</param>
    /// <param name="place">Where it goes.</param>
    /// <param name="codec">Parquet's codec, with its level.</param>
    /// <exception cref="ArgumentException">There is no such format or codec, or the format does not go there.</exception>
    public static Func<Schema, IRowsOutput> Of(string format, OutputPlace place, string codec)
    {
        return format switch
        {
            "jsonl" => schema => new JsonLinesOutput(new OutputFile(place), schema),
            "csv" => schema => new CsvOutput(new OutputFile(place), schema),
            "arrow" => schema => new ArrowOutput(new OutputFile(place), schema),
            "parquet" => Parquet(place, codec),
            "protobuf" => schema => new ProtobufOutput(ForTransfers(schema, place)),
            "protojson" => schema => new ProtojsonOutput(ForTransfers(schema, place)),
            _ => throw new ArgumentException($"There is no format {format}."),
        };
    }

    private static OutputFile ForTransfers(Schema schema, OutputPlace place) => schema.Metadata["dataset"] == "token_transfers"
        ? new OutputFile(place)
        : throw new ArgumentException("Only token_transfers has messages in protobuf; write another dataset as jsonl, csv, arrow or parquet.");

    private static Func<Schema, IRowsOutput> Parquet(OutputPlace place, string codec)
    {
        ParquetCodec how;
        try
        {
            how = ParquetCodec.Parse(codec);
        }
        catch (FormatException unknown)
        {
            throw new ArgumentException(unknown.Message, unknown);
        }

        return place.IsStandardOutput
            ? throw new ArgumentException("Parquet is not a stream: name a file (--output PATH).")
            : schema => new ParquetOutput(place, schema, how);
    }
}
