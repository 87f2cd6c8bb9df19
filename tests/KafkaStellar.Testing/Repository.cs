namespace KafkaStellar.Testing;

/// <summary>The work tree that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>KafkaStellar.sln</c>, as an absolute path.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not run from inside a work tree.</exception>
    public static string Root { get; } = Find();

    /// <summary>The absolute path of a file or folder, named from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KafkaStellar.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds KafkaStellar.sln: run the tests from where they were built.");
    }
}
