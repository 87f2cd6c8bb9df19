using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>What is to go wrong between a process and its system: at a call for a file, or with the clock on its wall.</summary>
/// <remarks>
/// A rule is <c>CALL|PART|VISIT|ACTION</c>; several are separated by semicolons. CALL: <c>write</c>, <c>fsync</c>, <c>fsync-folder</c>, <c>link</c>. PART: what the file's
/// path holds, or, with <c>$</c>, how it ends. VISIT: the one that counts, from 1; -N for every one from the N-th on. ACTION: <c>kill</c> before the call, <c>half</c> (half of a write, then
/// killed), <c>after</c> (the call, then killed), or the number of an error that the call gives. Each is said on stderr: <c>System fault at CALL PATH: ACTION.</c>
/// system-faults.c does it, as a library that is loaded before the system's own.
/// </remarks>
internal sealed record SystemFaults(string Rules = "")
{
    /// <summary>ENOSPC: the disk is full.</summary>
    public const int NoSpace = 28;

    /// <summary>EIO: the disk does not do it.</summary>
    public const int BadDisk = 5;

    private static readonly Lazy<Task<string>> s_library = new(CompileAsync);

    /// <summary>A file: the rules hold as long as it is there.</summary>
    public string? While { get; init; }

    /// <summary>How many days the clock is off; two numbers with a comma between: it leaps from one to the other ten times a second.</summary>
    public string? ClockDays { get; init; }

    /// <summary>The environment of such a process; skips the running test, with the reason, where it cannot be had.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> EnvironmentAsync() => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = await s_library.Value,
        ["SYSTEM_FAULTS"] = Rules,
        ["SYSTEM_FAULTS_WHILE"] = While,
        ["SYSTEM_CLOCK_DAYS"] = ClockDays,
    };

    /// <summary>The path at which a process said that it was broken.</summary>
    public static string PathOf(string said)
    {
        string line = said.Split('\n').First(line => line.Contains("System fault at ", StringComparison.Ordinal));
        string path = line[line.IndexOf('/', StringComparison.Ordinal)..];
        return path[..path.LastIndexOf(": ", StringComparison.Ordinal)];
    }

    private static async Task<string> CompileAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Command.Exists("cc"), "Faults of the system are made by a library in C for Linux, and there is no C compiler (cc).");
        string library = Path.Combine(AppContext.BaseDirectory, "system-faults.so");
        string source = Repository.PathOf("tests", "KafkaStellar.IntegrationTests", "Sink", "system-faults.c");
        await Command.OutputOfAsync("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source], Road.Limit);
        return library;
    }
}
