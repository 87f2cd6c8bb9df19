using System.Diagnostics;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Programs that judge what we write.</summary>
internal static class Tool
{
    /// <summary>A file of the shared folder, or null where it is not there.</summary>
    public static string? Shared(string path)
    {
        string? shared = Environment.GetEnvironmentVariable("KAFKASTELLAR_SHARED");
        if (string.IsNullOrEmpty(shared))
        {
            string? root = AppContext.BaseDirectory;
            while (root is not null && !File.Exists(Path.Combine(root, "KafkaStellar.sln")))
                root = Path.GetDirectoryName(root);
            shared = root is null ? "" : Path.Combine(root, "..", "shared");
        }

        string file = Path.GetFullPath(Path.Combine(shared, path));
        return File.Exists(file) ? file : null;
    }

    /// <summary>The lines that a program prints; its errors where it fails.</summary>
    public static Task<string[]> RunAsync(string program, params string[] arguments) => RunInAsync(Environment.CurrentDirectory, program, arguments);

    public static async Task<string[]> RunInAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
