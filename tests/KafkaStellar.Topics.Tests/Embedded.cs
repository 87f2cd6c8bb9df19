using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStellar.Topics.Tests;

/// <summary>An embedded broker with an input of two partitions, an output and a dead-letter topic, for one test.</summary>
public sealed class Embedded : IDisposable
{
    public const string Input = "stellar.standalone.ledgers.v1";
    public const string Output = "stellar.standalone.transactions.v1";
    public const string DeadLetterTopic = "stellar.standalone.dead-letters.v1";
    public const int Partitions = 2;

    public Embedded(ILoggerFactory? loggers = null)
    {
        foreach (string topic in (string[])[Input, Output, DeadLetterTopic])
            Broker.CreateTopic(topic, Partitions);
        Clients = new(Broker.Options(), loggers ?? NullLoggerFactory.Instance);
    }

    /// <summary>The input as its writer knows it: ledger n goes to partition n mod 2.</summary>
    public static OwnTopic Own { get; } = new(
        new() { Dataset = "ledgers", Meaning = "", WrittenBy = "tests", ReadBy = [], Columns = [], Partitions = Partitions, Span = 1 }, "standalone",
        message => message.Headers.Count == 0 ? "it has no headers." : null);

    public EmbeddedBroker Broker { get; } = new();

    public ClientFactory Clients { get; }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public TransactionalUnit Unit(string id = "unit-0", string group = "units", TransactionBudget? budget = null) => new(Clients, new()
    {
        Outputs = [new(Input, group, Own with { Contract = Own.Contract with { Dataset = "transactions" } })],
        TransactionalId = id,
        Network = "standalone",
        Code = "tests 1.0",
        Budget = budget ?? TransactionBudget.Default,
    });

    /// <summary>Fills the input: ledger n goes to partition n mod 2.</summary>
    public void Write(uint first, uint last)
    {
        using var writer = new TransactionalWriter(Clients, "source", Compression.Zstd);
        for (uint ledger = first; ledger <= last; ledger++)
            writer.Send(Messages.Text(Input, (int)(ledger % Partitions), ledger, $"ledger {ledger}"));
        writer.Commit();
    }

    /// <summary>Everything in a topic, by partition and offset.</summary>
    public IReadOnlyList<TopicMessage> ReadAll(string topic) => ReadAll(Clients, topic);

    /// <summary>Everything in a topic, by partition and offset.</summary>
    public static IReadOnlyList<TopicMessage> ReadAll(ClientFactory clients, string topic)
    {
        using var reader = new TopicReader(clients, $"all-{Guid.NewGuid()}", [topic]);
        List<TopicMessage> messages = [];
        long deadline = Environment.TickCount64 + 60_000;
        while (!reader.AtEnd)
        {
            if (reader.Read(TimeSpan.FromMilliseconds(100)) is { } message) messages.Add(message);
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"The end of {topic} did not come.");
        }
        reader.Close();
        return [.. messages.OrderBy(message => message.Position.Partition).ThenBy(message => message.Position.Offset)];
    }

    /// <summary>Answers every message of the input in capitals, to its end.</summary>
    /// <param name="budget">When a transaction is committed.</param>
    /// <param name="fail">The message at which the work fails.</param>
    /// <param name="before">What happens before the work on each message.</param>
    /// <returns>How many messages were read, those that came again included.</returns>
    public int Answer(TransactionBudget? budget = null, Predicate<TopicMessage>? fail = null, Action<TopicMessage>? before = null)
    {
        int read = 0;
        using TransactionalUnit unit = Unit(budget: budget);
        foreach (TopicMessage message in unit.ReadToEnd(Soon))
        {
            read++;
            before?.Invoke(message);
            if (fail?.Invoke(message) == true) throw new InvalidDataException(message.Text());
            unit.Send(Messages.Capitals(message, Output));
        }
        return read;
    }

    /// <summary>The texts in the output, in order of text.</summary>
    public IEnumerable<string> Answers() => ReadAll(Output).Select(message => message.Text()).Order(StringComparer.Ordinal);

    /// <summary>The answers to ledgers 1 to n, each once.</summary>
    public static IEnumerable<string> Expected(int ledgers) =>
        Enumerable.Range(1, ledgers).Select(ledger => $"LEDGER {ledger}").Order(StringComparer.Ordinal);

    public void Dispose() => Broker.Dispose();
}
