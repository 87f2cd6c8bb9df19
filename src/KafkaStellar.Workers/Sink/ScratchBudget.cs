using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>Bounds how many bytes of rows wait on the disk: beyond the limit one partition alone is read, the fullest, until its file ends.</summary>
/// <remarks>Files still end where their records say: which partition is read first changes nothing in them.</remarks>
/// <param name="limit">The limit in bytes; reading goes on everywhere at three quarters of it, because a pause throws away what was fetched ahead.</param>
internal sealed class ScratchBudget(long limit)
{
    private readonly long _low = limit / 4 * 3;

    /// <summary>The only partition that is read; null where all are.</summary>
    public TopicPartition? Only { get; private set; }

    /// <summary>Decides anew.</summary>
    /// <param name="waiting">The partitions, and how many bytes of each wait.</param>
    /// <returns>How many bytes wait in all.</returns>
    public long Decide(IEnumerable<KeyValuePair<TopicPartition, long>> waiting)
    {
        long total = 0, most = -1, mine = 0;
        TopicPartition fullest = default;
        foreach ((TopicPartition partition, long bytes) in waiting)
        {
            total += bytes;
            if (partition == Only) mine = bytes;
            if (bytes <= most) continue;
            (fullest, most) = (partition, bytes);
        }

        if (total < _low || most <= 0) Only = null;
        else if (Only is null ? total >= limit : mine == 0) Only = fullest; // whoever was begun with is ended with
        return total;
    }
}
