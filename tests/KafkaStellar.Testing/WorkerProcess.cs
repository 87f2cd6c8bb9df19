using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace KafkaStellar.Testing;

/// <summary>A running <c>kafkastellar</c>, as a user would start it; ended, if it still runs, by <see cref="DisposeAsync"/>.</summary>
public sealed partial class WorkerProcess : IAsyncDisposable
{
    private const string ProgramName = "kafkastellar";

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly SemaphoreSlim _said = new(0);

    private WorkerProcess(ProcessStartInfo start)
    {
        _commandLine = $"{ProgramName} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Note(_error, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Its standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts the program that was built with the tests, or else <c>make build</c>'s.</summary>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="environment">Environment variables to set, or with null to unset.</param>
    /// <param name="workingFolder">The folder it runs in; the tests' own where null.</param>
    /// <param name="program">Another program than that; see <see cref="ProgramWithFaultPoints"/>.</param>
    /// <exception cref="FileNotFoundException">The program was not built.</exception>
    public static WorkerProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingFolder = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? FindProgram(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        // The program looks for its runtime by itself; the one that runs the tests will do, wherever it is.
        if (Path.GetDirectoryName(Environment.ProcessPath) is { } runtime && Directory.Exists(Path.Combine(runtime, "host")))
            start.Environment["DOTNET_ROOT"] = runtime;
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return new WorkerProcess(start);
    }

    /// <summary>Runs the program to its end and gives what it said.</summary>
    /// <exception cref="TimeoutException">It did not end in time; the message holds what it had said.</exception>
    public static async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments, TimeSpan within, IReadOnlyDictionary<string, string?>? environment = null, string? workingFolder = null)
    {
        await using WorkerProcess worker = Start(arguments, environment, workingFolder);
        int exitCode = await worker.WaitForExitAsync(within);
        return new CommandResult(exitCode, worker.Output, worker.Error);
    }

    /// <summary>Sends a signal; one to a process that has ended does nothing.</summary>
    public void Send(ProcessSignal signal)
    {
        if (!_process.HasExited) _ = SendSignal(_process.Id, (int)signal);
    }

    /// <summary>Asks it to stop (SIGTERM), and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It did not end in time; the message holds what it had said.</exception>
    public Task<int> StopAsync(TimeSpan within)
    {
        Send(ProcessSignal.Terminate);
        return WaitForExitAsync(within);
    }

    /// <summary>Lets it go on (SIGCONT) when it has stopped: one that says that it will, or was told to, may not have yet.</summary>
    /// <exception cref="TimeoutException">It did not stop in time; the message holds what it had said.</exception>
    public async Task ResumeAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (!_process.HasExited && !IsStopped)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{_commandLine} did not stop within {within.TotalSeconds:0} s. {WhatItSaid}");
            await Task.Delay(10, CancellationToken.None);
        }

        Send(ProcessSignal.Resume);
    }

    /// <summary>Crashes it (SIGKILL), and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Send(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended and all it said was read.</summary>
    /// <returns>Its exit code; 128 and the signal's number where a signal ended it.</returns>
    /// <exception cref="TimeoutException">It did not end in time; the message holds what it had said.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_commandLine} did not end within {within.TotalSeconds:0} s. {WhatItSaid}");
        }
    }

    /// <summary>Waits until it has said something, on either stream.</summary>
    /// <exception cref="TimeoutException">It did not say it in time; the message holds what it said instead.</exception>
    /// <exception cref="InvalidOperationException">It ended before it said it; the message holds what it said instead.</exception>
    public async Task WaitForAsync(string text, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (!HasSaid(text))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(limit.Token); // until the last line was read
                if (HasSaid(text)) return;
                throw new InvalidOperationException($"{_commandLine} ended with exit code {_process.ExitCode} before it said '{text}'. {WhatItSaid}");
            }

            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{_commandLine} did not say '{text}' within {within.TotalSeconds:0} s. {WhatItSaid}");
            await _said.WaitAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }

    /// <summary>Ends the process if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _said.Dispose();
    }

    /// <summary>The program that a test can break at named places (<c>FaultPoint</c>), as it was built with the integration tests.</summary>
    public static string ProgramWithFaultPoints { get; } =
        Repository.PathOf("src", "KafkaStellar.Workers", "bin", "faults", "Release", "net10.0", ProgramName);

    private string WhatItSaid => $"It said:\n{Error}{Output}";

    /// <summary>As the kernel says: the state stands after the program's name, which is in parentheses.</summary>
    private bool IsStopped
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{Id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T');
        }
    }

    private static string FindProgram()
    {
        string[] candidates = [Path.Combine(AppContext.BaseDirectory, ProgramName), Repository.PathOf("artifacts", ProgramName, ProgramName)];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"There is no {string.Join(", nor ", candidates)}: run `make build`.");
    }

    private bool HasSaid(string text) =>
        Error.Contains(text, StringComparison.Ordinal) || Output.Contains(text, StringComparison.Ordinal);

    private void Note(StringBuilder lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Append(line).Append('\n');
        _said.Release();
    }

    private static string Text(StringBuilder lines)
    {
        lock (lines) return lines.ToString();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
