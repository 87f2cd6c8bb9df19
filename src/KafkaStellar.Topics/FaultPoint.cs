using System.Diagnostics;

namespace KafkaStellar.Topics;

/// <summary>
/// A named place in a worker where a test may make things go wrong. Calls are compiled into builds with <c>-property:FaultPoints=true</c>
/// only, whose output is <c>bin/faults</c>; the program that is shipped has none.
/// </summary>
/// <remarks>
/// Such a build does what <c>KAFKASTELLAR_FAULTS</c> says: <c>NAME[@N]:ACTION</c>, separated by commas. N is the visit that counts, from 1;
/// without it every visit does. Actions: <c>kill</c> (SIGKILL), <c>stop</c> (SIGSTOP, until somebody sends SIGCONT), <c>throw</c>
/// (<see cref="FaultException"/>), <c>wait=MS</c>, and where a call may fail in good order <c>fail</c>. Each is said on stderr before it is done: <c>Fault point NAME: ACTION.</c>
/// <c>KAFKASTELLAR_WITHOUT</c> lists rules to leave out, so that a test can show that it fails without them.
/// </remarks>
public static partial class FaultPoint
{
    /// <summary>The symbol of such a build.</summary>
    public const string Symbol = "FAULT_POINTS";

    /// <summary>The work has come to this place.</summary>
    /// <param name="name">The place, such as <c>commit.before</c>: what is done there, and on which side of it.</param>
    /// <exception cref="FaultException">A test wants it.</exception>
    [Conditional(Symbol)]
    public static void Reach(string name) => Visit(name);

    /// <summary>The work has come to this place, and is told why it fails, where a test wants it to.</summary>
    [Conditional(Symbol)]
    public static void Reach(string name, ref string? failure) => failure = Visit(name) ?? failure;

    /// <summary>Sets a value to its default where a test wants to go on without the rule that the value follows from.</summary>
    [Conditional(Symbol)]
    public static void Without<T>(string rule, ref T? value)
    {
        if (IsLeftOut(rule)) value = default;
    }

#if FAULT_POINTS
    private static readonly Fault[] s_faults = Fault.ParseAll(Environment.GetEnvironmentVariable("KAFKASTELLAR_FAULTS") ?? "");
    private static readonly string[] s_without = (Environment.GetEnvironmentVariable("KAFKASTELLAR_WITHOUT") ?? "").Split(',');

    private static bool IsLeftOut(string rule) => s_without.Contains(rule);

    private static string? Visit(string name)
    {
        string? failure = null;
        foreach (Fault fault in s_faults)
        {
            if (!fault.IsDue(name)) continue;
            Do(fault);
            if (fault.Action == "fail") failure = $"the fault point {name} was told to fail.";
        }
        return failure;
    }

    private static void Do(Fault fault)
    {
        Console.Error.WriteLine($"Fault point {fault.Name}: {fault.Action}.");
        Console.Error.Flush();
        switch (fault.Action)
        {
            case "kill" or "stop":
                _ = Raise(fault.Action == "kill" ? 9 : 19); // to this thread: it goes no step further, while one to the process may wait for another thread
                break;
            case "throw":
                throw new FaultException(fault.Name);
            case "fail":
                break;
            default:
                Thread.Sleep(fault.Milliseconds);
                break;
        }
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "raise")]
    private static partial int Raise(int signal);

    private sealed class Fault
    {
        private int _visits;

        public required string Name { get; init; }

        public required int? Visit { get; init; }

        public required string Action { get; init; }

        public int Milliseconds { get; private init; }

        public static Fault[] ParseAll(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

        public bool IsDue(string name)
        {
            if (name != Name) return false;
            int visit = Interlocked.Increment(ref _visits);
            return Visit is null || visit == Visit;
        }

        private static Fault Parse(string text)
        {
            string[] place = text.Split(':')[0].Split('@');
            string action = text[(text.IndexOf(':') + 1)..];
            if (action is not ("kill" or "stop" or "throw" or "fail") && !action.StartsWith("wait=", StringComparison.Ordinal))
                throw new FormatException($"\"{text}\" is no fault: it is NAME[@N]:kill, :stop, :throw, :fail or :wait=MS.");
            return new()
            {
                Name = place[0],
                Visit = place.Length > 1 ? int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture) : null,
                Action = action,
                Milliseconds = action.StartsWith("wait=", StringComparison.Ordinal)
                    ? int.Parse(action.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture) : 0,
            };
        }
    }
#else
    private static bool IsLeftOut(string rule) => false;

    private static string? Visit(string name) => null;
#endif
}
