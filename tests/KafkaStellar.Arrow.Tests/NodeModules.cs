using System.ComponentModel;
using System.Security.Cryptography;

namespace KafkaStellar.Arrow.Tests;

/// <summary>npm's apache-arrow, installed once for each lock file into the user's cache.</summary>
internal static class NodeModules
{
    public static string Sources { get; } = Path.Combine(AppContext.BaseDirectory, "node");

    /// <summary>The folder with <c>node_modules</c>; the test is skipped where node or npm or the package is not to be had.</summary>
    public static async Task<string> FolderAsync()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        byte[] hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Sources, "package-lock.json")));
        string folder = Path.Combine(cache, "kafkastellar", "node", Convert.ToHexStringLower(hash)[..16]);
        try
        {
            await Tool.RunAsync("node", "--version");
            if (!Directory.Exists(folder))
                await InstallAsync(folder);
        }
        catch (Win32Exception missing)
        {
            Skip.If(true, $"node or npm is not installed: {missing.Message}");
        }
        catch (ShouldAssertException failed)
        {
            Skip.If(true, $"npm could not install apache-arrow: {failed.Message}");
        }

        return folder;
    }

    // Beside its place first: a folder under the final name is a complete one.
    private static async Task InstallAsync(string folder)
    {
        string part = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(part);
        foreach (string name in (string[])["package.json", "package-lock.json", ".npmrc"])
            File.Copy(Path.Combine(Sources, name), Path.Combine(part, name), overwrite: true);
        await Tool.RunInAsync(part, "npm", "ci", "--ignore-scripts");
        try
        {
            Directory.Move(part, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(part, recursive: true);
        }
    }
}
