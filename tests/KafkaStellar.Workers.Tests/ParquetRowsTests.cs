using System.Globalization;
using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Rows;

namespace KafkaStellar.Workers.Tests;

/// <summary>Each dataset's Parquet file, read by others, against its JSON lines: the same rows in the same order.</summary>
public sealed class ParquetRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Datasets => [.. Catalog.All.Select(dataset => dataset.Name)];

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public void DuckDB_reads_the_rows_of_the_JSON_lines(string name)
    {
        Schema schema = Catalog.Find(name).Schema;
        string parquet = Write(name, "parquet");
        string columns = string.Join(", ", schema.FieldsList.Select(Readable));
        using var database = new DuckDb();
        using DuckDbText answer = database.QueryText($"SELECT {columns} FROM read_parquet({DuckDb.Literal(parquet)})");

        string[] read = [.. answer.Rows().Select(row => string.Join('|', row.Select(cell => cell ?? "∅")))];

        read.ShouldBe(JsonLines.Parse(File.ReadAllBytes(Write(name, "jsonl"))).Select(row => string.Join('|', schema.FieldsList.Select(field => AsJsonLines(row, field)))));
        read.Length.ShouldBeGreaterThan(0);
    }

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public async Task Another_reader_reads_the_rows_of_the_JSON_lines(string name)
    {
        Schema schema = Catalog.Find(name).Schema;
        IReadOnlyList<JsonElement> read = await Peer.RowsAsync("parquet", Write(name, "parquet"));

        read.Select(row => string.Join('|', schema.FieldsList.Select(field => AsPeer(row, field))))
            .ShouldBe(JsonLines.Parse(File.ReadAllBytes(Write(name, "jsonl"))).Select(row => string.Join('|', schema.FieldsList.Select(field => AsJsonLines(row, field)))));
    }

    private string Write(string dataset, string format)
    {
        string output = _folder.PathOf($"{dataset}.{format}");
        string[] files = [.. RealLedgers.Pubnet.Files.Where(file => file.Name.Contains("--63092982") || file.Name.Contains("--30820015") || file.Name.Contains("--53312000")).Select(file => file.Path)];
        new RowsCommand(Catalog.Find(dataset), Network.Of("pubnet", null), Selection.Everything, files, RowsOutputs.Of(format, OutputPlace.Of(output), "zstd"), keepGoing: false)
            .Run(default).ShouldBe(ExitCodes.Done);
        return output;
    }

    // One text for a value, whoever read it: bytes in hex, times in microseconds, booleans and numbers as they are.
    private static string Readable(Field field)
    {
        string name = DuckDb.Identifier(field.Name);
        return field.DataType switch
        {
            BinaryType or FixedSizeBinaryType => $"lower(hex({name}))",
            TimestampType => $"epoch_us({name})",
            ListType => $"array_to_string(list_transform({name}, x -> lower(hex(x))), ',')",
            _ => name,
        };
    }

    private static string AsJsonLines(JsonElement row, Field field)
    {
        JsonElement cell = row.GetProperty(field.Name);
        if (cell.ValueKind == JsonValueKind.Null) return "∅";
        return field.DataType switch
        {
            BinaryType => Convert.ToHexStringLower(cell.GetBytesFromBase64()),
            TimestampType => Microseconds(cell),
            ListType => string.Join(',', cell.EnumerateArray().Select(item => Convert.ToHexStringLower(item.GetBytesFromBase64()))),
            BooleanType => cell.GetBoolean() ? "true" : "false",
            _ => cell.ValueKind == JsonValueKind.String ? cell.GetString()! : cell.GetRawText(),
        };
    }

    private static string AsPeer(JsonElement row, Field field)
    {
        JsonElement cell = row.GetProperty(field.Name);
        if (cell.ValueKind == JsonValueKind.Null) return "∅";
        return field.DataType switch
        {
            TimestampType => Microseconds(cell),
            ListType => string.Join(',', cell.EnumerateArray().Select(item => item.GetString())),
            BooleanType => cell.GetBoolean() ? "true" : "false",
            _ => cell.ValueKind == JsonValueKind.String ? cell.GetString()! : cell.GetRawText(),
        };
    }

    private static string Microseconds(JsonElement time) =>
        (DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalMicroseconds.ToString(CultureInfo.InvariantCulture);
}
