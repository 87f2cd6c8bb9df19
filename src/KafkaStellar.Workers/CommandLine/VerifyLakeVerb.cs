using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>verify --lake</c>: proves a lake against its own record.</summary>
internal static class VerifyLakeVerb
{
    /// <summary>Proves a lake and says what it found.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string lake, CancellationToken stop)
    {
        if (!Directory.Exists(lake))
        {
            await Console.Error.WriteLineAsync($"There is no folder {lake}. Name the folder that a sink writes to (--lake).");
            return ExitCodes.InputRefused;
        }

        LakeAuditResult result = await new LakeAudit(lake).RunAsync(stop);
        foreach (string table in result.Tables) Console.WriteLine(table);
        foreach (string aside in result.SetAside) Console.WriteLine($"SET ASIDE {aside}");
        foreach (string problem in result.Problems) Console.WriteLine($"WRONG {problem}");
        if (result.Intents == 0 && result.Problems.Count == 0)
        {
            await Console.Error.WriteLineAsync($"{lake} holds no intent of any sink, so there is nothing to prove. Name the folder that a sink writes to (--lake).");
            return ExitCodes.InputRefused;
        }

        Console.WriteLine($"{result.Intents} intents, {result.Files} files, {result.Rows} rows, {result.GapOffsets} offsets without rows, {result.SetAside.Count} messages set aside: {(result.Problems.Count == 0 ? "all is as it must be" : $"{result.Problems.Count} wrong")}.");
        return result.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.InputRefused;
    }
}
