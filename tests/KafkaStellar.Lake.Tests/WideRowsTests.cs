using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

/// <summary>Rows of many bytes, as transactions with their meta are: more of them than memory holds.</summary>
public sealed class WideRowsTests : IDisposable
{
    private static readonly Schema s_schema = new([new Field("ledger_seq", UInt32Type.Default, false), new Field("xdr", BinaryType.Default, true)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(2_500, 60_000)] // as many rows as DuckDB handles at a time are more than memory holds
    public void A_file_of_more_than_the_memory_is_written_in_order(int rows, int rowBytes)
    {
        using ParquetWriter writer = Gathered(rows, rowBytes, 100);

        ParquetFile file = writer.Write(writer.Parts([], "ledger_seq").ShouldHaveSingleItem(), _folder.PathOf("wide.parquet"), []);

        file.Rows.ShouldBe(rows);
        Ask($"SELECT count(*), count(DISTINCT ledger_seq), count(*) FILTER (WHERE ledger_seq <> file_row_number) FROM read_parquet({DuckDb.Literal(file.Path)}, file_row_number = true)")
            .ShouldBe([$"{rows}", $"{rows}", "0"]);
    }

    [Fact]
    public void Row_groups_of_wide_rows_are_smaller_and_the_same_however_the_rows_were_cut()
    {
        string Hash(int cut)
        {
            using ParquetWriter writer = Gathered(9_000, 2_000, cut);
            ParquetFile file = writer.Write(_folder.PathOf($"{cut}.parquet"), []);
            Ask($"SELECT max(row_group_num_rows) FROM parquet_metadata({DuckDb.Literal(file.Path)})").ShouldBe(["4096"]); // 8 MB of 8 MiB
            return file.Sha256;
        }

        Hash(77).ShouldBe(Hash(3_000));
    }

    private ParquetWriter Gathered(int rows, int rowBytes, int cut)
    {
        var writer = new ParquetWriter(s_schema, new ParquetOptions { MemoryLimitBytes = 64 << 20, RowGroupBytes = 8 << 20, ScratchFolder = _folder.PathOf("scratch") });
        for (int first = 0; first < rows; first += cut) writer.Append(Make(first, Math.Min(cut, rows - first), rowBytes));
        return writer;
    }

    private static RecordBatch Make(int first, int count, int rowBytes)
    {
        var ledgers = new UInt32Array.Builder();
        var xdr = new BinaryArray.Builder();
        byte[] bytes = new byte[rowBytes];
        for (int row = first; row < first + count; row++)
        {
            new Random(row).NextBytes(bytes);
            ledgers.Append((uint)row);
            xdr.Append(bytes);
        }

        return new RecordBatch(s_schema, [ledgers.Build(), xdr.Build()], count);
    }

    private static string?[] Ask(string sql)
    {
        using var duck = new DuckDb();
        using DuckDbText answer = duck.QueryText(sql);
        return answer.Rows().Single();
    }
}
