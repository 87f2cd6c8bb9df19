using System.Diagnostics;

namespace KafkaStellar.Testing;

/// <summary>Runs a program to its end.</summary>
public static class Command
{
    /// <summary>Runs a program and gives what it said; a program that does not end in time is killed.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, TimeSpan within, CancellationToken stop = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(within);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            stop.ThrowIfCancellationRequested();
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {within.TotalSeconds:0} s.");
        }
    }

    /// <summary>Runs a program that must succeed and gives its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message holds what it said.</exception>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<string> OutputOfAsync(string program, IEnumerable<string> arguments, TimeSpan within, CancellationToken stop = default)
    {
        IReadOnlyList<string> list = [.. arguments];
        CommandResult result = await RunAsync(program, list, within, stop);
        if (result.ExitCode == 0) return result.Output;
        throw new InvalidOperationException(
            $"{program} {string.Join(' ', list)} ended with exit code {result.ExitCode}:\n{result.Error}{result.Output}");
    }

    /// <summary>Whether a program of that name is on the PATH.</summary>
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
