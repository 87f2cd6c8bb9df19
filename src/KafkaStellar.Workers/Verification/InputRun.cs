using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>Messages of one partition that stand without a hole between them, each of one ledger and the ledgers in a row; or one message of several ledgers.</summary>
/// <param name="offset">The first message's offset.</param>
/// <param name="ledgers">Its ledgers; 0-0 where it could not be read.</param>
/// <param name="isRepeat">Whether they stand elsewhere already.</param>
internal sealed class InputRun(long offset, LedgerSpan ledgers, bool isRepeat)
{
    private int _count = 1;

    /// <summary>The first message's offset.</summary>
    public long Offset { get; } = offset;

    /// <summary>The ledgers; 0-0 where a message could not be read.</summary>
    public LedgerSpan Ledgers { get; private set; } = ledgers;

    /// <summary>The offset after the last message.</summary>
    public long End => Offset + _count;

    /// <summary>The first ledger of one of its messages.</summary>
    public uint LedgerAt(long at) => _count == 1 ? Ledgers.First : Ledgers.First + (uint)(at - Offset);

    /// <summary>Where the message of one of its ledgers stands.</summary>
    public long OffsetOf(uint ledger) => _count == 1 ? Offset : Offset + (ledger - Ledgers.First);

    /// <summary>Takes the next message; false where it does not join.</summary>
    public bool TryAppend(long at, LedgerSpan of, bool asRepeat)
    {
        bool isOneEach = Ledgers.Last - Ledgers.First + 1 == (uint)_count && of.First == of.Last;
        if (at != End || Ledgers.First == 0 || of.First == 0 || of.First != Ledgers.Last + 1 || !isOneEach || asRepeat != isRepeat) return false;
        Ledgers = new(Ledgers.First, of.Last);
        _count++;
        return true;
    }
}
