using System.Globalization;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>Messages that an operator declares to be left out where they cannot be read: <c>TOPIC/PARTITION@OFFSET</c>, several separated by commas.</summary>
internal static class SkipList
{
    /// <summary>The option that declares them.</summary>
    public const string Option = "--skip";

    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">Something in it is no message's place.</exception>
    public static IReadOnlySet<Position> Parse(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne).ToHashSet();

    /// <summary>A message's place as the option takes it.</summary>
    public static string Text(Position position) => string.Create(CultureInfo.InvariantCulture, $"{position.Topic}/{position.Partition}@{position.Offset}");

    private static Position ParseOne(string text) =>
        text.Split('@') is [string partition, string offset] && Position.TryParse($"{partition}/{offset}", out Position position) && Text(position) == text
            ? position
            : throw new FormatException($"\"{text}\" is no message's place: write TOPIC/PARTITION@OFFSET, several separated by commas.");
}
