using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>A value's folder is one that pyarrow, DuckDB, Polars and Spark read as that value; the column in the file is exact in any case.</summary>
public sealed class PartitionFolderTests : IDisposable
{
    private const string Null = "__HIVE_DEFAULT_PARTITION__";

    // What was read right by all four where the folder is the one beside it, as was measured with folders made by hand.
    private static readonly (string? Value, string Folder)[] s_values =
    [
        ("USDC", "USDC"), ("usdc", "usdc"), ("1", "1"), ("01", "01"), ("1.50", "1.50"), ("2024-01-01", "2024-01-01"), ("true", "true"), ("-0", "-0"), ("1e5", "1e5"), ("NaN", "NaN"),
        (".", "."), ("..", ".."), ("a.", "a."), ("~", "~"), ("|", "|"), ("+", "+"), ("&", "&"), ("<>", "<>"), ("a b", "a b"), (" a", " a"), ("a ", "a "), (" ", " "), ("$(x)", "$(x)"), ("a,b;c", "a,b;c"), ("`!@_-}", "`!@_-}"),
        ("\"", "%22"), ("#", "%23"), ("%", "%25"), ("%41", "%2541"), ("'", "%27"), ("*", "%2A"), ("/", "%2F"), ("../../etc", "..%2F..%2Fetc"), (":", "%3A"), ("=", "%3D"), ("?", "%3F"), ("\\", "%5C"), ("{", "%7B"), ("[]", "%5B%5D"), ("^", "%5E"),
        ("\0", "%00"), ("\u0001", "%01"), ("\t", "%09"), ("\n", "%0A"), ("\r", "%0D"), ("\u001f", "%1F"), ("\u007f", "%7F"),
        ("ü", "ü"), ("u\u0308", "u\u0308"), ("日本", "日本"), ("😀", "😀"), ("\ufffd", "\ufffd"), ("\u0085\u2028", "\u0085\u2028"),
        ("NULL", "%4EULL"), ("null", "%6Eull"), ("Null", "%4Eull"), ("nULL", "%6EULL"), ("NULLS", "NULLS"), ("None", "None"), ("nan", "nan"), ("__hive_default_partition__", "__hive_default_partition__"),
        (Null + "x", Null + "x"), (null, Null),
    ];

    // No folder is read as these by all: Spark refuses a table with an empty value, and the other text is null to some however it is written.
    private static readonly string[] s_seenAsNull = ["", Null];

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object?[]> Values => s_values.Select(one => new object?[] { one.Value, one.Folder });

    public static TheoryData<string> SeenAsNull => [.. s_seenAsNull];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public void A_folder_is_escaped_as_Hive_does_and_no_further(string? value, string folder)
    {
        FolderOf(value).ShouldBe($"asset_code={folder}");
        ObjectKey.Verify(FolderOf(value));
    }

    [Theory]
    [MemberData(nameof(SeenAsNull))]
    public void A_text_that_no_folder_tells_to_every_reader_goes_where_null_goes(string value) => FolderOf(value).ShouldBe($"asset_code={Null}");

    [Fact]
    public void No_two_other_values_share_a_folder() =>
        s_values.Select(one => one.Value).Append(Long('x')).Append(Long('y')).Append(Long('日')).Select(FolderOf).ShouldBeUnique();

    [Fact]
    public void DuckDB_reads_each_value_from_its_folder()
    {
        using DuckDb duck = Lake();

        Ask(duck, $"SELECT value, asset_code FROM read_parquet({Files}, hive_partitioning = true, hive_types = {{asset_code: VARCHAR}}) WHERE length(value) < 100")
            .ShouldAllBe(row => row[1] == (s_seenAsNull.Contains(row[0]) ? null : row[0]));
    }

    [Fact]
    public void The_column_in_the_file_is_exact_for_every_value()
    {
        using DuckDb duck = Lake();

        string?[][] rows = Ask(duck, $"SELECT asset_code, value FROM read_parquet({Files}, hive_partitioning = false)");

        rows.Length.ShouldBe(s_values.Length + s_seenAsNull.Length + 1);
        rows.ShouldAllBe(row => row[0] == row[1]);
    }

    [Fact]
    public void A_text_too_long_for_a_name_is_cut_and_ends_in_a_hash_of_the_whole()
    {
        string value = Long('x');
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..32];

        FolderOf(value).ShouldBe($"asset_code={new string('x', 120 - 3 - 32)}%2D{hash}");
        FolderOf(value + "x").ShouldNotBe(FolderOf(value));
        FolderOf(new string('x', 120)).ShouldBe($"asset_code={new string('x', 120)}");
    }

    [Fact]
    public void No_text_has_the_folder_of_one_that_was_cut()
    {
        string cut = FolderOf(Long('x'))["asset_code=".Length..];

        foreach (string chosen in new[] { cut, cut.Replace("%2D", "-", StringComparison.Ordinal) }) FolderOf(chosen).ShouldNotBe(FolderOf(Long('x')));
    }

    [Theory]
    [InlineData("日", 3)]
    [InlineData("😀", 4)]
    [InlineData("/", 3)]
    [InlineData("\0", 3)]
    public void A_text_is_cut_between_characters(string character, int bytes)
    {
        string folder = FolderOf(string.Concat(Enumerable.Repeat(character, 200)));

        ObjectKey.Verify(folder);
        Encoding.UTF8.GetByteCount(folder).ShouldBeInRange("asset_code=".Length + 121 - bytes, "asset_code=".Length + 120);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_the_replacement_character() => FolderOf("a\ud83d").ShouldBe("asset_code=a\ufffd");

    [Fact]
    public void The_longest_values_of_the_most_columns_still_make_a_key()
    {
        string[] columns = [.. Enumerable.Range(0, 8).Select(i => $"{(char)('a' + i)}{new string('_', 63)}")];
        PartitionScheme scheme = PartitionScheme.Parse(string.Join('+', columns));
        string file = "token_transfers-00003-0063092982-0063092991.parquet";

        string folder = scheme.Fill(scheme.FolderOf(DateTimeOffset.UnixEpoch, 1), [.. columns.Select(column => Long(column[0]))]);

        ObjectKey.Verify($"{new string('n', 64)}/token_transfers/{folder}/{file}");
    }

    private static string Long(char letter) => new(letter, 5000);

    private static string FolderOf(string? value)
    {
        PartitionScheme scheme = PartitionScheme.Parse("asset_code");
        return scheme.Fill(scheme.FolderOf(DateTimeOffset.UnixEpoch, 1), [value]);
    }

    private string Files => DuckDb.Literal($"{_folder.Path}/**/*.parquet");

    // A file a value, in the value's folder, with the value in the column that makes the folders and in another.
    private DuckDb Lake()
    {
        var duck = new DuckDb();
        int file = 0;
        foreach (string? value in s_values.Select(one => one.Value).Concat(s_seenAsNull).Append(Long('x')))
        {
            string folder = _folder.PathOf(FolderOf(value));
            Directory.CreateDirectory(folder);
            // NUL cannot stand in a statement.
            string sql = value is null ? "NULL::VARCHAR" : $"decode(from_hex('{Convert.ToHexString(Encoding.UTF8.GetBytes(value))}'))";
            duck.Execute($"COPY (SELECT {sql} AS asset_code, {sql} AS value) TO {DuckDb.Literal(_folder.PathOf("made"))} (FORMAT parquet)");
            File.Move(_folder.PathOf("made"), Path.Combine(folder, $"{file++}.parquet"));
        }

        return duck;
    }

    private static string?[][] Ask(DuckDb duck, string sql)
    {
        using DuckDbText answer = duck.QueryText(sql);
        return [.. answer.Rows()];
    }
}
