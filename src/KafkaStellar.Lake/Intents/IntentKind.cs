using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>What an intent says of its offsets.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentKind>))]
public enum IntentKind
{
    /// <summary>They hold messages, whose rows are in the intent's files.</summary>
    Data,

    /// <summary>Nothing of them is in the lake: markers of transactions, aborted messages, what retention deleted, what was in the lake before.</summary>
    Gap,
}
