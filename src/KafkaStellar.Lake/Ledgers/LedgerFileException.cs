namespace KafkaStellar.Lake;

/// <summary>A ledger file that is refused: which file, which ledger where one is known, which byte, what is wrong and what to do.</summary>
public sealed class LedgerFileException : Exception
{
    public LedgerFileException(string file, uint? ledger, long? offset, string problem, string remedy, Exception? cause = null)
        : base(Sentence(file, ledger, offset, problem, remedy), cause)
    {
        File = file;
        Ledger = ledger;
        Offset = offset;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file's name as it was given, or the object's key.</summary>
    public string File { get; }

    /// <summary>The ledger sequence at fault, where it is known.</summary>
    public uint? Ledger { get; }

    /// <summary>The byte in the decompressed file, from 0; null where decompression itself failed or there is no byte to name.</summary>
    public long? Offset { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    private static string Sentence(string file, uint? ledger, long? offset, string problem, string remedy) =>
        $"{file}: {(ledger is null ? "" : $"ledger {ledger}, ")}{(offset is null ? "" : $"byte {offset} (decompressed): ")}{problem}. {remedy}";
}
