namespace KafkaStellar.Topics;

/// <summary>Compressions as Kafka and contracts write them.</summary>
internal static class CompressionName
{
    private static readonly Dictionary<string, Compression> ByName = Enum.GetValues<Compression>().ToDictionary(Of, StringComparer.Ordinal);

    public static string Of(Compression compression) => compression.ToString().ToLowerInvariant();

    public static Compression? Parse(string? name) => name is not null && ByName.TryGetValue(name, out Compression found) ? found : null;
}
