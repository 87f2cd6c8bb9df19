using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>Tells a record that was never a message of ours from one that claims to be one: the first is set aside, the second must be read or be declared to be left out.</summary>
internal static class ForeignRecord
{
    /// <summary>Why a record is none of ours, as a sentence; null where it claims to be.</summary>
    public static string? Why(TopicMessage message) =>
        message.Value.IsEmpty ? "it has no value."
        : message.Headers.Any(header => header.Key is "dataset" or "schema-version" or "ledger-range" or "crc32c") ? null
        : "it has no headers of ours.";
}
