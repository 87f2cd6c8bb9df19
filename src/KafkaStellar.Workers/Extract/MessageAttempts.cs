using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>A breaker for crash loops: while a process looks into a message a note says so, and one that two of them have died at is a bad message to the third.</summary>
/// <remarks>
/// What no program can catch (a fault in native code, the kernel's killer of the memory-hungry, too deep a stack) would otherwise end every successor at the same message. A failure
/// that is caught is no death, but for want of memory.
/// </remarks>
/// <param name="folder">Where notes are kept; it must outlive the process, and may be shared by those of a group.</param>
/// <param name="group">The consumer group.</param>
internal sealed class MessageAttempts(string folder, string group) : IDisposable
{
    private const long MostDeaths = 2;

    private readonly Dictionary<TopicPartition, AttemptNote> _notes = [];

    /// <summary>Does the work on a message.</summary>
    /// <exception cref="BadMessageException">Too many processes have died at it.</exception>
    public T Guard<T>(Position position, Func<T> work)
    {
        AttemptNote note = NoteOf(position.TopicPartition);
        if (note.DeathsAt(position.Offset) is var deaths && deaths >= MostDeaths)
        {
            throw new BadMessageException(
                position,
                $"{deaths} processes have died while they looked into it, without a word, so this one does not. Look at their end (memory, native crash) and at the message; "
                + $"`kafkastellar dead-letters retry` looks into it again, and so does a replay when {note.Path} is removed.");
        }

        note.Begin(position.Offset);
        try
        {
            T made = work();
            note.End(position.Offset);
            return made;
        }
        catch (Exception caught) when (caught is not OutOfMemoryException)
        {
            note.End(position.Offset);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AttemptNote note in _notes.Values) note.Dispose();
    }

    private AttemptNote NoteOf(TopicPartition partition)
    {
        if (_notes.TryGetValue(partition, out AttemptNote? note)) return note;
        Directory.CreateDirectory(folder);
        string name = $"kafkastellar-extract-attempts-{Uri.EscapeDataString(group)}-{partition.Topic}-{partition.Partition}";
        return _notes[partition] = new AttemptNote(Path.Combine(folder, name));
    }
}
