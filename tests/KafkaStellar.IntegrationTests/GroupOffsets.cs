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
        int partitions = 0;
        string[] topics = [.. datasets.Select(road.TopicOf)];
        using var reader = new TopicReader(road.Clients, group, topics, new()
        {
            Assigned = assigned =>
            {
                partitions++;
                if ((assigned.Committed ?? 0) != assigned.End) behind.Add($"{assigned.Partition}: {assigned.Committed?.ToString() ?? "none"} of {assigned.End}");
                return assigned.Start;
            },
        });
        long deadline = Environment.TickCount64 + (long)Road.Limit.TotalMilliseconds;
        while (partitions < topics.Length * TopicContract.DefaultPartitions && Environment.TickCount64 < deadline) reader.Read(TimeSpan.FromMilliseconds(100));
        reader.Close();
        if (partitions < topics.Length * TopicContract.DefaultPartitions) return $"only {partitions} partitions were seen";
        return behind.Count == 0 ? AllAtTheEnd : string.Join("; ", behind);
    }
}
