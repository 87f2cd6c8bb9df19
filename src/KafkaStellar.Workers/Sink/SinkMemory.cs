using System.Globalization;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Sink;

/// <summary>What a sink needs of its process's memory: for Kafka's client, for the one file that is made at a time, and for itself. It does not grow with datasets.</summary>
internal sealed class SinkMemory : IValidateOptions<KafkaOptions>
{
    private const int MiB = 1 << 20;

    /// <summary>The program, its natives, and a message's rows on their way: measured, with room.</summary>
    private const long ProcessBytes = 192L * MiB;

    private static readonly long s_fileBytes = new ParquetOptions().MemoryLimitBytes;

    /// <summary>What is left for Kafka's clients.</summary>
    public static long ForClients(long availableBytes) => Math.Max(0, availableBytes - s_fileBytes - ProcessBytes);

    /// <summary>Why the memory is too little, as a sentence; null where it is not.</summary>
    public static string? WhyTooLittle(KafkaOptions kafka, long availableBytes)
    {
        long clients = MemoryBudget.Of(kafka, availableBytes).LeastBytes, least = clients + s_fileBytes + ProcessBytes;
        return least <= availableBytes ? null :
            $"This process may use {Text(availableBytes)}; a sink needs at least {Text(least)}: {Text(clients)} for Kafka's clients, {Text(s_fileBytes)} for the file that it makes and {Text(ProcessBytes)} for itself. "
            + "Give the process more memory, or lower Kafka:MaxMessageBytes or Kafka:PrefetchBytes.";
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options) =>
        WhyTooLittle(options, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) is { } why ? ValidateOptionsResult.Fail(why) : ValidateOptionsResult.Success;

    private static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB} MiB");
}
