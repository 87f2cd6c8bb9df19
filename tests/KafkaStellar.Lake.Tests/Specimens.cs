namespace KafkaStellar.Lake.Tests;

/// <summary>The real ledgers beside the project, where there are any.</summary>
internal static class Specimens
{
    internal static string? Folder { get; } = Find("ledgers", Environment.GetEnvironmentVariable("KAFKASTELLAR_LEDGERS"));

    internal static string? Peer { get; } = Find("tools", null) is { } tools && File.Exists(Path.Combine(tools, "peer")) ? Path.Combine(tools, "peer") : null;

    internal static string Need()
    {
        Skip.If(Folder is null, "no real ledgers: neither KAFKASTELLAR_LEDGERS nor ../shared/ledgers is there");
        return Folder!;
    }

    internal static string NeedPeer()
    {
        Skip.If(Peer is null, "no independent reader: ../shared/tools/peer is not there");
        return Peer!;
    }

    /// <summary>Every ledger file, the largest aside where a test need not have it.</summary>
    internal static IReadOnlyList<string> Files(bool withLoad = true) =>
    [
        .. Directory.EnumerateFiles(Need(), "*", SearchOption.AllDirectories)
            .Where(path => path.Contains(".xdr", StringComparison.Ordinal) && (withLoad || !path.Contains("/load/", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    private static string? Find(string name, string? named)
    {
        if (!string.IsNullOrEmpty(named)) return Directory.Exists(named) ? named : null;
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            string candidate = Path.Combine(above.FullName, "shared", name);
            if (File.Exists(Path.Combine(above.FullName, "KafkaStellar.sln"))) return Directory.Exists(candidate = Path.Combine(above.FullName, "..", "shared", name)) ? Path.GetFullPath(candidate) : null;
        }

        return null;
    }
}
