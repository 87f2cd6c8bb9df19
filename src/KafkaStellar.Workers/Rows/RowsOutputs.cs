using KafkaStellar.Arrow;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Rows;

/// <summary>The formats of rows.</summary>
internal static class RowsOutputs
{
    /// <summary>What opens an output of a format.</summary>
    /// <param name="format">jsonl, csv, arrow or parquet; for token transfers also protobuf or protojson.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="codec">Parquet's codec, with its level.</param>
    /// <exception cref="ArgumentException">There is no such format or codec.</exception>
    public static Func<Schema, IRowsOutput> Of(string format, string? path, string codec)
    {
        return format switch
        {
            "jsonl" => schema => new JsonLinesOutput(new OutputFile(path), schema),
            "csv" => schema => new CsvOutput(new OutputFile(path), schema),
            "arrow" => schema => new ArrowOutput(new OutputFile(path), schema),
            "parquet" => Parquet(path, codec),
            "protobuf" => schema => new ProtobufOutput(ForTransfers(schema, path)),
            "protojson" => schema => new ProtojsonOutput(ForTransfers(schema, path)),
            _ => throw new ArgumentException($"There is no format {format}."),
        };
    }

    private static OutputFile ForTransfers(Schema schema, string? path) => schema.Metadata["dataset"] == "token_transfers"
        ? new OutputFile(path)
        : throw new ArgumentException("Only token_transfers has messages in protobuf; write another dataset as jsonl, csv, arrow or parquet.");

    private static Func<Schema, IRowsOutput> Parquet(string? path, string codec)
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

        return path is null
            ? throw new ArgumentException("Parquet is not a stream: name a file (--output PATH).")
            : schema => new ParquetOutput(path, schema, how);
    }
}
