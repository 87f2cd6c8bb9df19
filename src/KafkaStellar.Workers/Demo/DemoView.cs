using Spectre.Console;

namespace KafkaStellar.Workers.Demo;

/// <summary>How far a demo is, on stderr: a line that is written over on a terminal, one a second elsewhere.</summary>
internal sealed class DemoView(long ledgers) : IDisposable
{
    private static readonly bool IsTerminal = !Console.IsErrorRedirected;
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private long _nextLine;

    /// <summary>Shows the ledgers that the source has sent and the sink has taken.</summary>
    public void Show(long sent, long taken)
    {
        if (!IsTerminal && Environment.TickCount64 < _nextLine && taken < ledgers) return;
        _nextLine = Environment.TickCount64 + 1000;
        int filled = (int)(taken * 30 / Math.Max(1, ledgers));
        string line = $"source {sent,6} → Kafka → sink {taken,6} of {ledgers} ledgers";
        if (IsTerminal) _console.Markup($"\r[green]{new string('━', filled)}[/][grey]{new string('━', 30 - filled)}[/] {line}");
        else Console.Error.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTerminal) Console.Error.WriteLine();
    }
}
