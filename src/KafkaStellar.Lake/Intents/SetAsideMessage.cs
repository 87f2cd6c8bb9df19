using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>A message of a topic that is not in the lake, or not with all its ledgers, and why: nothing is left out that the lake's own record does not tell.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">What is wrong with it, as a sentence.</param>
public sealed record SetAsideMessage(long Offset, SetAsideKind Kind, string Reason)
{
    private const int MaxReasonChars = 200;

    /// <summary>One whose reason is cut to what an intent has room for.</summary>
    public static SetAsideMessage Of(long offset, SetAsideKind kind, string reason) => new(offset, kind, reason.Length <= MaxReasonChars ? reason : reason[..MaxReasonChars] + "…");
}

/// <summary>What a message is that was set aside.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SetAsideKind>))]
public enum SetAsideKind
{
    /// <summary>No message of ours: it has no value, or no headers of ours.</summary>
    Foreign,

    /// <summary>A message of ours that cannot be read, and that an operator declared to be left out.</summary>
    Skipped,

    /// <summary>Its ledgers are in the lake already.</summary>
    Duplicate,
}
