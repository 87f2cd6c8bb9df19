namespace KafkaStellar.Topics;

/// <summary>A dataset that a unit makes. Its progress is its own, whatever else the same unit makes.</summary>
/// <param name="Input">The topic it is made of, by full name.</param>
/// <param name="Group">The consumer group that shares the input's partitions among those who make this dataset.</param>
/// <param name="Topic">The topic it is written to, each message to the partition that its input came from.</param>
public sealed record UnitOutput(string Input, string Group, OwnTopic Topic)
{
    /// <summary>The dataset's name.</summary>
    public string Name => Topic.Contract.Dataset;
}
