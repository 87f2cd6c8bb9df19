using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>
/// How much the clients of one unit, its reader and its writer, may hold: shared out of what the process may use, before the first message.
/// Where there is plenty, as much as makes them fast; where there is little, less; where there is too little, a refusal.
/// </summary>
public sealed record MemoryBudget
{
    private const int MiB = 1 << 20;

    /// <summary>What the clients may have of the process's memory; the rest is for ledgers, rows and files in the making.</summary>
    private const double ShareOfProcess = 2.0 / 3;

    private MemoryBudget(KafkaOptions options, long availableBytes)
    {
        LimitBytes = options.MemoryBytes ?? (long)(availableBytes * ShareOfProcess);
        long perUnit = LimitBytes / Math.Max(1, options.Units);
        int message = options.MaxMessageBytes + ClientFactory.MessageOverheadBytes;
        // A message in hand is there twice, as the client's and as ours; one alone must fit into what is fetched, and into what is sent.
        (int Least, int Most) prefetch = options.PrefetchBytes is { } fixedBytes ? (fixedBytes, fixedBytes) : (MiB, 32 * MiB);
        (int Least, int Most) fetch = (message, Math.Max(50 * MiB, message));
        (int Least, int Most) queue = (message, Math.Max(64 * MiB, 2 * message));
        long inHand = 2L * message;
        LeastBytes = (inHand + prefetch.Least + fetch.Least + queue.Least) * Math.Max(1, options.Units);
        long most = inHand + prefetch.Most + fetch.Most + queue.Most, least = LeastBytes / Math.Max(1, options.Units);
        double room = most == least ? 1 : Math.Clamp((perUnit - least) / (double)(most - least), 0, 1);
        PrefetchBytes = Between(prefetch, room);
        FetchBytes = Between(fetch, room);
        SendQueueBytes = Between(queue, room);
        Refusal = WhyNot(options, availableBytes);
    }

    /// <summary>What all clients of the process may hold.</summary>
    public long LimitBytes { get; }

    /// <summary>What they need at least.</summary>
    public long LeastBytes { get; }

    /// <summary>What a reader fetches ahead.</summary>
    public int PrefetchBytes { get; }

    /// <summary>What one answer of a broker may hold; a single message that is larger comes all the same.</summary>
    public int FetchBytes { get; }

    /// <summary>What a writer holds that is not sent yet.</summary>
    public int SendQueueBytes { get; }

    /// <summary>Why the settings do not go together with the memory, as a sentence; none where they do.</summary>
    public string? Refusal { get; }

    /// <summary>The budget under some options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="availableBytes">What the process may use: its container's limit, or the machine's memory.</param>
    public static MemoryBudget Of(KafkaOptions options, long availableBytes) => new(options, availableBytes);

    /// <summary>The budget of this process.</summary>
    public static MemoryBudget Of(KafkaOptions options) => Of(options, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private string? WhyNot(KafkaOptions options, long availableBytes)
    {
        if (options.MemoryBytes > availableBytes)
            return $"Kafka:MemoryBytes is {Text(options.MemoryBytes.Value)}, but this process may use {Text(availableBytes)} only.";
        return LeastBytes <= LimitBytes ? null :
            $"This process may use {Text(availableBytes)}, of which Kafka's clients may hold {Text(LimitBytes)}; {options.Units} of them, each a reader and a writer, need "
            + $"at least {Text(LeastBytes)}: four messages of Kafka:MaxMessageBytes ({Text(options.MaxMessageBytes)}) and what is read ahead, each. Give the process more "
            + "memory, set Kafka:MemoryBytes, or lower Kafka:MaxMessageBytes, Kafka:PrefetchBytes or the number of units.";
    }

    private static int Between((int Least, int Most) bounds, double room) => (int)(bounds.Least + room * (bounds.Most - bounds.Least));

    private static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB} MiB");
}
