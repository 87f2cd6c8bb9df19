namespace KafkaStellar.Workers.Verification;

/// <summary>What an audit found wrong, a sentence each: the first are kept, all are counted, so that a topic of garbage ends too.</summary>
internal sealed class Findings
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 100;

    private readonly List<string> _sentences = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them, and how many more there are.</summary>
    public IEnumerable<string> Sentences => Count > Kept ? _sentences.Append($"… and {Count - Kept} more.") : _sentences;

    /// <summary>Something is wrong.</summary>
    public void Add(string sentence)
    {
        if (++Count <= Kept) _sentences.Add(sentence);
    }
}
