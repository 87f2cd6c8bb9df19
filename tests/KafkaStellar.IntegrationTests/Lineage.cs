using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>The oracle of exactly once: what each message of a topic says it was made from, against what stands in the topic before.</summary>
public static class Lineage
{
    /// <summary>Refuses a dataset's topic of which the committed messages were not made of each input message once, in order.</summary>
    public static void ShouldCoverTheInputOnce(this Road road, params string[] datasets)
    {
        IEnumerable<Position> input = road.Messages("raw_ledgers").Select(message => message.Position);
        foreach (string dataset in datasets)
            road.Sources(dataset).ShouldBe(input, $"what {dataset} was made from");
    }

    /// <summary>The message that each committed message of a topic was made from, as often as it says so, in the topic's order.</summary>
    public static IReadOnlyList<Position> Sources(this Road road, string dataset) =>
        [.. road.Messages(dataset).Select(message => message.Identity()).Where(headers => headers.Part is not { Index: > 1 }).Select(headers => headers.Source!.Value)];
}
