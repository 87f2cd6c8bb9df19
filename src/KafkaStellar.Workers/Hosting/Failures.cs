using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Hosting;

/// <summary>What becomes of every failure, in a worker and at the end of the process: the one table that all of them ask.</summary>
internal static class Failures
{
    private static readonly Failure s_bug = new(typeof(Exception), Fate.Halt, ExitCodes.Failed, SaysItAll: false);

    /// <summary>The table. Of an exception's lines the most derived one counts.</summary>
    public static IReadOnlyList<Failure> All { get; } =
    [
        // One message, or what it holds, cannot be read.
        new(typeof(BadMessageException), Fate.SetAside, ExitCodes.InputRefused),
        new(typeof(LedgerRefusedException), Fate.SetAside, ExitCodes.InputRefused),
        new(typeof(LedgerFileException), Fate.SetAside, ExitCodes.InputRefused),
        new(typeof(FormatException), Fate.SetAside, ExitCodes.WrongUsage), // of a text that a person gave, where a verb lets it through
        new(typeof(ArrowFormatException), Fate.SetAside, ExitCodes.Failed, SaysItAll: false),

        // The input is not to be gone past: all that follows is like it, or there is a hole.
        new(typeof(UnknownProtocolException), Fate.Halt, ExitCodes.InputRefused),
        new(typeof(BrokenChainException), Fate.Halt, ExitCodes.InputRefused),

        // The world is not as it should be.
        new(typeof(IOException), Fate.Retry, ExitCodes.Failed),
        new(typeof(UnauthorizedAccessException), Fate.Halt, ExitCodes.Failed),
        new(typeof(TopicsException), Fate.Halt, ExitCodes.Failed),
        new(typeof(FencedException), Fate.Halt, ExitCodes.Failed),
        new(typeof(ContractException), Fate.Halt, ExitCodes.Failed),
        new(typeof(IntentException), Fate.Halt, ExitCodes.Failed),
        new(typeof(TransfersDisagreeException), Fate.Halt, ExitCodes.Failed),
        new(typeof(DuckDbException), Fate.Halt, ExitCodes.Failed),

        // The command line or the configuration.
        new(typeof(ArgumentException), Fate.Halt, ExitCodes.WrongUsage),
        new(typeof(OptionsValidationException), Fate.Halt, ExitCodes.WrongUsage),

        // A bug, or a test's doing: where these begin, somebody says them in words of a message, a ledger or a file.
        new(typeof(XdrException), Fate.Halt, ExitCodes.Failed, SaysItAll: false),
        new(typeof(CompressionException), Fate.Halt, ExitCodes.Failed, SaysItAll: false),
        new(typeof(FaultException), Fate.Halt, ExitCodes.Failed, SaysItAll: false),
        s_bug,
    ];

    /// <summary>The line of a failure.</summary>
    public static Failure Of(Exception failure)
    {
        for (Type? type = failure.GetType(); type is not null; type = type.BaseType)
        {
            if (All.FirstOrDefault(line => line.Exception == type) is { } found) return found;
        }

        return s_bug;
    }

    /// <summary>The line of a worker's death: what it was started with has been looked at before, so nothing in it is wrong usage any more.</summary>
    public static Failure OfWorker(Exception death) => Of(death) is { ExitCode: not ExitCodes.WrongUsage } line ? line : s_bug;

    /// <summary>Whether a failure is about one message or what it holds.</summary>
    public static bool IsBadMessage(Exception failure) => Of(failure).Fate == Fate.SetAside;

    /// <summary>Whether the message that failed is set aside, which the contract of its topic must allow.</summary>
    public static bool IsSetAside(Exception failure, TopicContract input) => IsBadMessage(failure) && input.OnBadMessage == BadMessagePolicy.DeadLetter;

    /// <summary>Whether a failure says that data is bad or missing.</summary>
    public static bool RefusesInput(Exception failure) => Of(failure).ExitCode == ExitCodes.InputRefused;
}
