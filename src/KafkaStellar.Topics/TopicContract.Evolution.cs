namespace KafkaStellar.Topics;

// How a contract may change.
public sealed partial record TopicContract
{
    /// <summary>
    /// Whether a contract may take this one's place in the same topic. It may add nullable columns at the end, as a new minor version;
    /// correct what is said about it; and change how bad messages fare, how long messages are kept and how large they may be, so long as
    /// that is more.
    /// Anything else is a topic of its own.
    /// </summary>
    /// <param name="successor">The contract that is to follow.</param>
    /// <param name="why">Why it may not, as a sentence; none where it may.</param>
    public bool IsCompatibleSuccessor(TopicContract successor, out string? why)
    {
        why = WhyNot(successor);
        return why is null;
    }

    private string? WhyNot(TopicContract next)
    {
        string newTopic = $"It needs a topic of its own, v{Version.Major + 1}.";
        if (next.Dataset != Dataset) return $"{FileName} is about {Dataset}, not {next.Dataset}.";
        if (next.Version.Major != Version.Major) return $"{next.FileName} is a topic of its own beside {FileName}, not its successor.";
        for (int index = 0; index < Columns.Count; index++)
        {
            string? found = next.Columns.ElementAtOrDefault(index);
            if (found == Columns[index]) continue;
            return $"Column {index + 1} of {FileName} is \"{Columns[index]}\" and would become {Quote(found)}. {newTopic}";
        }
        string[] added = [.. next.Columns.Skip(Columns.Count)];
        if (added.FirstOrDefault(column => !column.EndsWith('?')) is { } notNull)
            return $"The new column \"{notNull}\" of {FileName} may not be null, but older messages do not have it. {newTopic}";
        if (added.Length > 0 && (next.Version.Minor <= Version.Minor))
        {
            var needed = new ContractVersion(Version.Major, Version.Minor + 1, 0);
            return $"{FileName} has the new column \"{added[0]}\", so its version must be {needed}, not {next.Version}.";
        }
        if (next.Version < Version) return $"The version of {FileName} would go back from {Version} to {next.Version}.";
        if (next.Partitions != Partitions || next.Span != Span)
        {
            return $"{FileName} would put ledgers into other partitions ({next.Partitions} of {next.Span} ledgers instead of {Partitions} of {Span}), "
                + $"and a ledger's older and newer messages would part. {newTopic}";
        }
        if (next.Key != Key || next.Value != Value) return $"{FileName} would change its key or its value. {newTopic}";
        if (next.MaxMessageBytes < MaxMessageBytes)
            return $"{FileName} would allow {next.MaxMessageBytes} bytes a message, but messages of {MaxMessageBytes} may be there already. {newTopic}";
        return null;
    }
}
