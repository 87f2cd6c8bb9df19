using System.Globalization;
using System.Text;

namespace KafkaStellar.IntegrationTests;

/// <summary>What a storm left, line by line: what was asked, what was expected, what was found.</summary>
public sealed class ChaosReport
{
    private readonly List<(string What, string Expected, string Found, bool? IsGood)> _lines = [];

    /// <summary>Whether no line failed.</summary>
    public bool IsGood => _lines.All(line => line.IsGood != false);

    /// <summary>A figure, which nothing is expected of.</summary>
    public void Tell(string what, object found) => _lines.Add((what, "", Text(found), null));

    /// <summary>Something that must be so.</summary>
    public void Check(string what, object expected, object found) => _lines.Add((what, Text(expected), Text(found), Text(expected) == Text(found)));

    /// <summary>Something that must be so, or says why not.</summary>
    public async Task CheckAsync(string what, string expected, Func<Task> check)
    {
        try
        {
            await check();
            _lines.Add((what, expected, expected, true));
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            _lines.Add((what, expected, wrong.Message.ReplaceLineEndings(" "), false));
        }
    }

    /// <summary>The table.</summary>
    public override string ToString()
    {
        int what = _lines.Max(line => line.What.Length), expected = _lines.Max(line => line.Expected.Length);
        var table = new StringBuilder();
        foreach (var line in _lines)
        {
            table.Append(line.IsGood switch { true => "  ok    ", false => "  FAILS ", null => "        " })
                .Append(line.What.PadRight(what)).Append("  ").Append(line.Expected.PadRight(expected)).Append("  ").AppendLine(line.Found);
        }

        return table.ToString();
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
