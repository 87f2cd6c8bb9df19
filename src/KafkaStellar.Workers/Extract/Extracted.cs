using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>What a message of raw-ledgers gave.</summary>
/// <param name="Messages">The messages of the datasets that could be made of it.</param>
/// <param name="Refusals">Why the others could not, by dataset: none of their rows are among the messages.</param>
internal sealed record Extracted(IReadOnlyList<OutgoingMessage> Messages, IReadOnlyDictionary<string, Exception> Refusals);
