using Microsoft.Extensions.Logging;

namespace KafkaStellar.Workers;

/// <summary>Every sentence that the workers can log. Ids 1000–1999; an id is never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Critical, "A worker died: {Sentence}")]
    public static partial void WorkerDied(this ILogger logger, string sentence, Exception cause);

    [LoggerMessage(1002, LogLevel.Critical, "Input refused; the worker stops: {Sentence}")]
    public static partial void InputRefused(this ILogger logger, string sentence);

    [LoggerMessage(1003, LogLevel.Critical, "A worker died: {Sentence}")]
    public static partial void WorkerGaveUp(this ILogger logger, string sentence);

    [LoggerMessage(1010, LogLevel.Information, "Source of {Topic}: from ledger {First} to {Last} of {Lake}.")]
    public static partial void SourceStarts(this ILogger logger, string topic, uint first, string last, string lake);

    [LoggerMessage(1011, LogLevel.Information, "Source of {Topic}: the topic has the ledgers up to {Last} already; going on after it.")]
    public static partial void SourceResumes(this ILogger logger, string topic, uint last);

    [LoggerMessage(1012, LogLevel.Debug, "Sent ledger {Ledger} to {Topic}.")]
    public static partial void LedgerSent(this ILogger logger, uint ledger, string topic);

    [LoggerMessage(1013, LogLevel.Information, "Source of {Topic}: done, the last ledger is {Last}.")]
    public static partial void SourceDone(this ILogger logger, string topic, uint last);

    [LoggerMessage(1014, LogLevel.Warning, "Source of {Topic}: beginning at ledger {First}, because --from says so; the topic itself does not tell where it ended: {Doubt}.")]
    public static partial void SourceBelieves(this ILogger logger, string topic, uint first, string doubt);

    [LoggerMessage(1015, LogLevel.Information, "Source of {Topic}: nothing to do: {Ledgers} are in {Topic} already.")]
    public static partial void SourceHasNothingToDo(this ILogger logger, string topic, string ledgers);

    [LoggerMessage(1016, LogLevel.Warning, "{Lake}: {Reason}; waiting for its first ledger.")]
    public static partial void AwaitsLake(this ILogger logger, string lake, string reason);

    [LoggerMessage(1017, LogLevel.Warning, "An object of the lake cannot be read; it may not be whole yet, and is tried again: {Reason}")]
    public static partial void AwaitsObject(this ILogger logger, string reason);

    [LoggerMessage(1020, LogLevel.Information, "Extracting {Datasets} from {Topic} as group {Group}.")]
    public static partial void ExtractStarts(this ILogger logger, string datasets, string topic, string group);

    [LoggerMessage(1021, LogLevel.Debug, "Extracted ledger {Ledger} ({Position}).")]
    public static partial void LedgerExtracted(this ILogger logger, uint ledger, string position);

    [LoggerMessage(1030, LogLevel.Information, "Sinking {Topics} to {Lake} as group {Group}.")]
    public static partial void SinkStarts(this ILogger logger, string topics, string lake, string group);

    [LoggerMessage(1031, LogLevel.Information, "{Partition}: offsets {Start} to {End}, ledgers {First} to {Last}, are durable: {Rows} rows, {Bytes} bytes.")]
    public static partial void Rotated(this ILogger logger, string partition, long start, long end, uint first, uint last, long rows, long bytes);

    [LoggerMessage(1032, LogLevel.Warning, "{Partition}: offsets {Start} to {End} were declared, but not all their files are there; making them again.")]
    public static partial void IntentUnfinished(this ILogger logger, string partition, long start, long end);

    [LoggerMessage(1033, LogLevel.Warning, "The sink's work is done, but: {Sentence}")]
    public static partial void LeftInDisorder(this ILogger logger, string sentence);

    [LoggerMessage(1034, LogLevel.Warning, "{Partition}: another worker has declared offsets {Start} to {End}; this one goes on after it. Two sinks with one id work at the same time, or this one was away for long.")]
    public static partial void DeclaredByAnother(this ILogger logger, string partition, long start, long end);

    [LoggerMessage(1035, LogLevel.Information, "{Partition}: offsets {Start} to {End} hold nothing for the lake ({Reason}).")]
    public static partial void GapDeclared(this ILogger logger, string partition, long start, long end, string reason);

    [LoggerMessage(1036, LogLevel.Warning, "{Partition}: the topic was made anew; {Ranges} ranges of ledgers, {First} to {Last}, are in the lake from its former self and are left out.")]
    public static partial void TopicMadeAnew(this ILogger logger, string partition, int ranges, uint first, uint last);

    [LoggerMessage(1037, LogLevel.Information, "{Bytes} bytes of rows wait on the disk, of {Limit} allowed: only {Partition} is read until its file ends.")]
    public static partial void HoldsBack(this ILogger logger, long bytes, long limit, string partition);

    [LoggerMessage(1038, LogLevel.Information, "{Bytes} bytes of rows wait on the disk: all partitions are read again.")]
    public static partial void GoesOn(this ILogger logger, long bytes);

    [LoggerMessage(1039, LogLevel.Warning, "{Partition}: offsets {Start} to {End} stood declared already, with the same files. Two sinks with one id work at the same time, or this one was away for long, or the answer to its own declaration was lost.")]
    public static partial void DeclaredBefore(this ILogger logger, string partition, long start, long end);

    [LoggerMessage(1040, LogLevel.Warning, "{Message} is set aside ({Kind}): {Reason}")]
    public static partial void MessageSetAside(this ILogger logger, string message, KafkaStellar.Lake.SetAsideKind kind, string reason);
}
