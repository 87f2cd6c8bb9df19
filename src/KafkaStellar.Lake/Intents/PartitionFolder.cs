using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Lake;

/// <summary>The name of a value's folder, Hive style: <c>asset_code=USDC</c>, so that every reader sees the value that it is of.</summary>
/// <remarks>
/// A value may be anything that a stranger wrote. What pyarrow, DuckDB, Polars and Spark make of a folder's name decides:
/// <code>
/// most texts, other letters than ASCII too   as they are: %XX of what is not ASCII reads as Latin-1 in Spark
/// what Hive and Spark escape                 %XX: control characters and " # % ' * / : = ? \ { [ ] ^
/// null                                       __HIVE_DEFAULT_PARTITION__, which all read as null
/// NULL, in any case                          %4EULL: as it is DuckDB reads it as null
/// "", and __HIVE_DEFAULT_PARTITION__         where null goes: Spark refuses a whole table for k=, and whatever stands for the other, some read null
/// a text too long for a name                 its beginning, %2D and its hash: no other text has %2D, as a hyphen is not escaped
/// </code>
/// </remarks>
internal static class PartitionFolder
{
    private const string NoValue = "__HIVE_DEFAULT_PARTITION__";
    private const int MaxValueBytes = 120;
    private const int HashBytes = 16;
    private const string BeforeHash = "%2D";

    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\"#%'*/:=?\\{[]^\u007f" + Range(0, ' '));
    private static readonly SearchValues<char> s_plain = SearchValues.Create([.. Range(' ', 0x7F).Where(letter => !s_escaped.Contains(letter))]);

    /// <summary>A folder's name.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value, null for none.</param>
    /// <param name="maxBytes">The most bytes that the name may have.</param>
    public static string Name(string column, string? value, int maxBytes)
    {
        int room = Math.Min(MaxValueBytes, maxBytes - column.Length - 1);
        return $"{column}={(value is null or "" or NoValue ? NoValue : Escape(value, room))}";
    }

    private static string Escape(string value, int room)
    {
        if (value.Equals("null", StringComparison.OrdinalIgnoreCase)) return $"{Escaped(value[0])}{value[1..]}";
        if (value.Length <= room && !value.AsSpan().ContainsAnyExcept(s_plain)) return value;
        int keep = room - BeforeHash.Length - 2 * HashBytes;
        int bytes = 0, kept = 0;
        var name = new StringBuilder();
        foreach (Rune rune in value.EnumerateRunes()) // half of a surrogate pair is U+FFFD, as in every column of text
        {
            string written = rune.IsAscii && s_escaped.Contains((char)rune.Value) ? Escaped((char)rune.Value) : $"{rune}";
            bytes += Encoding.UTF8.GetByteCount(written);
            if (bytes > room) return $"{name.ToString(0, kept)}{BeforeHash}{HashOf(value)}";
            name.Append(written);
            if (bytes <= keep) kept = name.Length;
        }

        return name.ToString();
    }

    private static string Escaped(char letter) => string.Create(CultureInfo.InvariantCulture, $"%{(int)letter:X2}");

    private static string HashOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, HashBytes));

    private static string Range(int first, int end) => string.Concat(Enumerable.Range(first, end - first).Select(code => (char)code));
}
