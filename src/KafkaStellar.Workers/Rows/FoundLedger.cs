namespace KafkaStellar.Workers.Rows;

/// <summary>What files have of one ledger sequence.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Versions">The bytes they have of it, each once: one version, unless files contradict each other.</param>
internal sealed record FoundLedger(uint Sequence, IReadOnlyList<LedgerVersion> Versions)
{
    /// <summary>Why it cannot be told which ledger is meant, and what to do; null where there is one version.</summary>
    public string? Contradiction
    {
        get
        {
            if (Versions.Count == 1) return null;
            bool isFork = Versions.DistinctBy(version => version.Hash).Count() > 1;
            return $"ledger {Sequence} is not the same in all files: "
                + $"{string.Join(", ", Versions.Select(version => $"{version.Place.Path} has one with the hash {version.Hash}"))}. "
                + (isFork
                    ? "They are of two histories: find out which is the network's, and leave the other file out."
                    : "One is damaged, or stellar-core told more in one than in the other: give only one of these files.");
        }
    }
}
