using KafkaStellar.Arrow;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

public sealed class ParquetPartsTests : IDisposable
{
    private const int Rows = 3000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_row_is_in_the_part_of_its_values_and_in_no_other_whatever_the_values_are()
    {
        using ParquetWriter writer = Gathered(Rows);

        IReadOnlyList<ParquetPart> parts = writer.Parts(["account", "kind"], "fee");

        parts.Sum(part => part.Rows).ShouldBe(Rows);
        parts.Select(part => (part.Values[0], part.Values[1])).ShouldBeUnique();
        parts.ShouldContain(part => part.Values[0] == null);
        parts.ShouldContain(part => part.Values[0] == "");
        parts.ShouldContain(part => part.Values[0] == "nul\0 é 😀 'quoted'");
        foreach (ParquetPart part in parts.Where(part => part.Values[0] is null or "" or ['n', ..] or "G77"))
        {
            ParquetFile file = writer.Write(part, _folder.PathOf("part.parquet"), []);
            file.Rows.ShouldBe(part.Rows);
            Ask($"SELECT account, kind, count(*) FROM {DuckDb.Literal(file.Path)} GROUP BY ALL").ShouldHaveSingleItem().ShouldBe([part.Values[0], part.Values[1], $"{part.Rows}"]);
        }
    }

    [Fact]
    public void Rows_of_a_part_keep_their_order_and_the_same_rows_give_the_same_bytes_however_they_were_cut()
    {
        string Hash(int cut)
        {
            using ParquetWriter writer = Gathered(cut);
            ParquetPart part = writer.Parts(["kind"], "ledger_seq")[1];
            ParquetFile file = writer.Write(part, _folder.PathOf($"{cut}.parquet"), [new("a", "b")]);
            // pair.a counts the rows.
            Ask($"SELECT count(*) FROM (SELECT pair.a <= lag(pair.a) OVER (ORDER BY file_row_number) AS falls FROM read_parquet({DuckDb.Literal(file.Path)}, file_row_number = true)) WHERE falls")
                .ShouldHaveSingleItem().ShouldBe(["0"]);
            return file.Sha256;
        }

        Hash(Rows).ShouldBe(Hash(77));
    }

    [Fact]
    public void Parts_that_are_joined_are_one_file_of_their_rows_in_the_order_of_the_rows()
    {
        using ParquetWriter writer = Gathered(Rows);
        ParquetPart[] some = [.. writer.Parts(["account"], "ledger_seq").Where(part => part.Values[0] is null or "" or "G77")];

        ParquetPart joined = ParquetPart.Joined(some);
        ParquetFile file = writer.Write(joined, _folder.PathOf("joined.parquet"), []);

        some.Length.ShouldBe(3);
        (joined.Rows, joined.Least, joined.Greatest).ShouldBe((some.Sum(part => part.Rows), some.Min(part => part.Least), some.Max(part => part.Greatest)));
        file.Rows.ShouldBe(joined.Rows);
        Ask($"SELECT DISTINCT account FROM {DuckDb.Literal(file.Path)}").Select(row => row[0]).ShouldBe([null, "", "G77"], ignoreOrder: true);
        Ask($"SELECT count(*) FROM (SELECT pair.a <= lag(pair.a) OVER (ORDER BY file_row_number) AS falls FROM read_parquet({DuckDb.Literal(file.Path)}, file_row_number = true)) WHERE falls")
            .ShouldHaveSingleItem().ShouldBe(["0"]);
    }

    [Fact]
    public void Without_columns_all_rows_are_one_part_with_their_ends()
    {
        using ParquetWriter writer = Gathered(100);

        ParquetPart part = writer.Parts([], "fee").ShouldHaveSingleItem();

        (part.Values.Count, part.Rows, part.Least, part.Greatest).ShouldBe((0, Rows, long.MinValue, long.MaxValue));
        writer.Write(part, _folder.PathOf("all.parquet"), []).Rows.ShouldBe(Rows);
    }

    [Fact]
    public void Nothing_gathered_has_no_parts()
    {
        using var writer = new ParquetWriter(SampleRows.Schema);

        writer.Parts([], "fee").ShouldBeEmpty();
        writer.Parts(["kind"], "fee").ShouldBeEmpty();
    }

    private static ParquetWriter Gathered(int cut)
    {
        var writer = new ParquetWriter(SampleRows.Schema);
        foreach (RecordBatch batch in SampleRows.Cut(Rows, cut)) writer.Append(batch);
        return writer;
    }

    private static List<string?[]> Ask(string sql)
    {
        using var duck = new DuckDb();
        using DuckDbText answer = duck.QueryText(sql);
        return [.. answer.Rows()];
    }
}
