using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>The independent Arrow, Parquet, Kafka and Flight reader of <c>../shared/tools</c>: other people's code judges what we write.</summary>
public static class Peer
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs it and gives its rows, one JSON object each; skips the running test, with the reason, where it is not.</summary>
    /// <exception cref="InvalidOperationException">It found fault; the message holds what it said.</exception>
    public static async Task<IReadOnlyList<JsonElement>> RowsAsync(params string[] arguments) =>
        JsonLines.Parse(await Command.OutputOfAsync(Program(), arguments, s_limit));

    /// <summary>Runs it and gives all it said, whatever its exit code; skips the running test, with the reason, where it is not.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(Program(), arguments, s_limit);

    private static string Program() => SharedFolder.RequireProgram("peer");
}
