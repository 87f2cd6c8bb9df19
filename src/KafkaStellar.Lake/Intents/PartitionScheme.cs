using System.Globalization;
using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>How rows are spread over folders, Hive style: levels joined by '+', outermost first. By their ledger and its close time (UTC), never by a worker's clock.</summary>
/// <remarks>
/// <code>
/// none               all in one folder
/// date               year=2026/month=06/day=18
/// hour               year=2026/month=06/day=18/hour=23
/// date_hour_type     hour+event_type
/// ledger_range[:N]   ledger_range=0063040000-0063103999, N ledgers each (64000)
/// COLUMN             a column of the dataset: event_type=transfer, asset_code=USDC
/// </code>
/// A column that makes folders stays in the files, and there it is exact: a folder's name serves to pass over files (see <see cref="PartitionFolder"/>).
/// </remarks>
[JsonConverter(typeof(PartitionSchemeConverter))]
public sealed class PartitionScheme : IEquatable<PartitionScheme>
{
    private const string DateFormat = "'year='yyyy'/month='MM'/day='dd";
    private const string HourFormat = DateFormat + "'/hour='HH";
    private const string NoneLevel = "none";
    private const string RangeLevel = "ledger_range";
    private const uint DefaultRange = 64_000;
    private const int MaxLevels = 8;

    // What the levels of a key may have together: a key has 1024 bytes at most, with the network, the dataset and the file's name.
    private const int MaxFolderBytes = 832;

    private readonly string[] _levels;
    private readonly uint _range;

    private PartitionScheme(string[] levels, uint range)
    {
        _levels = levels;
        _range = range;
        Columns = [.. levels.Where(IsColumn)];
    }

    /// <summary>All in one folder.</summary>
    public static PartitionScheme None { get; } = Parse(NoneLevel);

    /// <summary>A folder a day.</summary>
    public static PartitionScheme Date { get; } = Parse("date");

    /// <summary>A folder an hour.</summary>
    public static PartitionScheme Hour { get; } = Parse("hour");

    /// <summary>The columns whose values are folders.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads a scheme.</summary>
    /// <exception cref="FormatException">It is none; the sentence says what there is.</exception>
    public static PartitionScheme Parse(string text)
    {
        uint range = DefaultRange;
        var levels = new List<string>();
        foreach (string word in text.Split('+', ','))
        {
            string level = word.Trim();
            if (level.StartsWith(RangeLevel + ":", StringComparison.Ordinal))
            {
                if (!uint.TryParse(level[(RangeLevel.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out range) || range == 0) throw Wrong(text);
                level = RangeLevel;
            }

            if (level == "date_hour_type") levels.AddRange(["hour", "event_type"]);
            else if (level.Length is > 0 and <= 64 && char.IsAsciiLetterLower(level[0]) && level.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')) levels.Add(level);
            else throw Wrong(text);
        }

        if (levels.Count > MaxLevels || levels.Distinct(StringComparer.Ordinal).Count() != levels.Count) throw Wrong(text);
        if (levels.Contains("date") && levels.Contains("hour")) throw new FormatException($"\"{text}\" is no scheme: hour has the date already.");
        if (levels.Contains(NoneLevel) && levels.Count > 1) throw Wrong(text);
        return new PartitionScheme([.. levels.Where(level => level != NoneLevel)], range);
    }

    /// <summary>The folder of a ledger, without a slash at its end, "" for none; a column stands in it as <c>{column}</c>, for <see cref="Fill"/>.</summary>
    public string FolderOf(DateTimeOffset closedAt, uint ledger) => string.Join('/', _levels.Select(level => level switch
    {
        "date" => closedAt.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture),
        "hour" => closedAt.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture),
        RangeLevel => RangeOf(ledger),
        _ => $"{{{level}}}",
    }));

    /// <summary>A folder with the values of its columns. Some values share one: <see cref="PartitionFolder"/> tells which.</summary>
    /// <param name="folder">What <see cref="FolderOf"/> gave.</param>
    /// <param name="values">A value for each of <see cref="Columns"/>, null for none.</param>
    public string Fill(string folder, IReadOnlyList<string?> values)
    {
        for (int i = 0; i < Columns.Count; i++) folder = folder.Replace($"{{{Columns[i]}}}", PartitionFolder.Name(Columns[i], values[i], MaxFolderBytes / _levels.Length - 1), StringComparison.Ordinal);
        return folder;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _levels.Length == 0 ? NoneLevel : string.Join('+', _levels.Select(level => level == RangeLevel && _range != DefaultRange ? $"{level}:{_range}" : level));

    /// <inheritdoc/>
    public bool Equals(PartitionScheme? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PartitionScheme);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static bool IsColumn(string level) => level is not ("date" or "hour" or RangeLevel);

    private string RangeOf(uint ledger)
    {
        ulong first = ledger / _range * (ulong)_range;
        return string.Create(CultureInfo.InvariantCulture, $"{RangeLevel}={first:D10}-{first + _range - 1:D10}");
    }

    private static FormatException Wrong(string text) => new(
        $"\"{text}\" is no scheme: there are none, date, hour, date_hour_type, ledger_range[:LEDGERS] and the columns of the dataset (event_type, asset_code), joined by '+', each once.");
}
