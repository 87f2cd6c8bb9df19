using System.Globalization;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Sink;

/// <summary>A breaker for crash loops: a process that dies while it makes files leaves a note, and the last of too many notes halts it.</summary>
/// <remarks>
/// What no program can catch (a fault in native code, the kernel's killer of the memory-hungry) would otherwise end every successor at the same place. A failure that is
/// caught removes its note: a store that is down for an hour is no crash loop.
/// </remarks>
/// <param name="folder">Where notes are kept; it must outlive the process.</param>
/// <param name="group">The consumer group.</param>
/// <param name="limit">How many starts may die at one place.</param>
internal sealed class Attempts(string folder, string group, int limit)
{
    /// <summary>Notes that files of a partition from an offset on are about to be made.</summary>
    /// <exception cref="IntentException">Too many processes have died at that.</exception>
    public void Begin(TopicPartition partition, long start)
    {
        string path = PathOf(partition);
        int died = Read(path) is { } note && note.Start == start ? note.Count : 0;
        if (died >= limit)
        {
            throw new IntentException(
                $"{partition}: {died} processes in a row have died while they made the files from offset {start} on, without a word. Look at their end (memory, disk, native crash) and at the messages from there on; "
                + $"then remove {path} to try again.");
        }

        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{start} {died + 1}\n"));
    }

    /// <summary>The process lives: removes the note.</summary>
    public void End(TopicPartition partition) => File.Delete(PathOf(partition));

    /// <summary>Removes the note of another place.</summary>
    public void Open(TopicPartition partition, long start)
    {
        if (Read(PathOf(partition)) is { } note && note.Start != start) End(partition);
    }

    private string PathOf(TopicPartition partition) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"kafkastellar-sink-attempts-{group}-{partition.Topic}-{partition.Partition}"));

    // A torn note counts as none.
    private static (long Start, int Count)? Read(string path)
    {
        if (!File.Exists(path)) return null;
        string[] words = File.ReadAllText(path).Split(' ');
        return words.Length == 2 && long.TryParse(words[0], CultureInfo.InvariantCulture, out long start) && int.TryParse(words[1], CultureInfo.InvariantCulture, out int count)
            ? (start, count)
            : null;
    }
}
