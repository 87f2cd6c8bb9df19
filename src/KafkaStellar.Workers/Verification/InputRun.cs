namespace KafkaStellar.Workers.Verification;

/// <summary>Messages of one partition that stand without a hole between them, each of one ledger and the ledgers in a row.</summary>
internal sealed class InputRun(long offset, uint ledger)
{
    /// <summary>The first message's offset.</summary>
    public long Offset { get; } = offset;

    /// <summary>The first message's ledger; 0 where a message could not be read.</summary>
    public uint Ledger { get; } = ledger;

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The offset after the last.</summary>
    public long End => Offset + Count;

    /// <summary>The ledger of one of its messages.</summary>
    public uint LedgerAt(long at) => Ledger == 0 ? 0 : Ledger + (uint)(at - Offset);

    /// <summary>Takes the next message; false where it does not join.</summary>
    public bool TryAppend(long at, uint of)
    {
        if (at != End || Ledger == 0 || of != Ledger + (uint)Count) return false;
        Count++;
        return true;
    }
}
