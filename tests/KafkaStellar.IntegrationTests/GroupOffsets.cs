using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>What a consumer group has committed.</summary>
public static class GroupOffsets
{
    /// <summary>The answer where nothing is left.</summary>
    public const string AllAtTheEnd = "all at the end";

    /// <summary>The partitions of which a group has not committed everything, in words. A member of the group is told what it has committed.</summary>
    public static string Lag(this Road road, string group, string[] datasets)
    {
        var behind = new List<string>();
        road.Join(group, datasets, (_, partitions) => behind.AddRange(partitions
            .Where(one => (one.Committed ?? 0) != one.End)
            .Select(one => $"{one.Partition}: {one.Committed?.ToString() ?? "none"} of {one.End}")));
        return behind.Count == 0 ? AllAtTheEnd : string.Join("; ", behind);
    }

    /// <summary>Refuses a group of extractors that has not committed everything which stands in a topic.</summary>
    /// <param name="road">The road.</param>
    /// <param name="input">The topic's dataset.</param>
    /// <param name="outputs">What is extracted.</param>
    public static void ShouldHaveNoLag(this Road road, string input, params string[] outputs)
    {
        foreach (string output in outputs) road.ShouldHaveNoLag(input, output);
    }

    private static void ShouldHaveNoLag(this Road road, string input, string output) => road.Join($"kafkastellar-extract-{road.Label}-{output}", [input], (reader, partitions) =>
    {
        while (!reader.AtEnd) reader.Read(TimeSpan.FromMilliseconds(100)).ShouldBeNull();
        partitions.Where(one => one.End > 0).ShouldNotBeEmpty();
        partitions.Where(one => one.End > 0).ShouldAllBe(one => one.Committed == one.End);
    });

    /// <summary>Sets a group back to the beginning.</summary>
    public static void SetBack(this Road road, string group, string[] datasets) =>
        road.Join(group, datasets, (reader, partitions) => reader.Commit([.. partitions.Select(one => one.Partition.At(0))]).ShouldBeTrue());

    private static void Join(this Road road, string group, string[] datasets, Action<TopicReader, IReadOnlyCollection<AssignedPartition>> then)
    {
        var partitions = new List<AssignedPartition>();
        string[] topics = [.. datasets.Select(road.TopicOf)];
        using var reader = new TopicReader(road.Clients, group, topics, new()
        {
            Assigned = assigned =>
            {
                partitions.Add(assigned);
                return assigned.Start;
            },
        });
        long deadline = Environment.TickCount64 + (long)Road.Limit.TotalMilliseconds;
        while (partitions.Count < topics.Length * TopicContract.DefaultPartitions && Environment.TickCount64 < deadline) reader.Read(TimeSpan.FromMilliseconds(100));
        partitions.Count.ShouldBe(topics.Length * TopicContract.DefaultPartitions, $"partitions that the group {group} gave");
        then(reader, partitions);
        reader.Close();
    }
}
