namespace KafkaStellar.Workers.Demo;

/// <summary>The folder <c>shared</c> that may stand beside the repository, with a broker and real ledgers to try things with.</summary>
internal static class SharedFolder
{
    /// <summary>A folder in it; null where there is none. Looked for beside every folder above the working one and above the program.</summary>
    public static string? Find(string name) =>
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
            .SelectMany(Above)
            .Select(folder => Path.Combine(folder, "shared", name))
            .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Above(string folder)
    {
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent) yield return above.FullName;
    }
}
