using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>The numbers of the ledgers of a partition: each follows the one before it there.</summary>
internal sealed class LedgerSequence(TopicContract contract)
{
    private uint? _passedOver;

    /// <summary>The last ledger; null where none is known.</summary>
    public uint? Last { get; private set; }

    /// <summary>Whether these are the next ledgers.</summary>
    /// <exception cref="BrokenChainException">They do not follow.</exception>
    public void Verify(string where, LedgerSpan ledgers)
    {
        if (Last is { } last && !IsNext(last, ledgers) && !(_passedOver is { } passedOver && IsNext(passedOver, ledgers)))
            throw BrokenChainException.Gap(where, _passedOver ?? last, ledgers.First, contract.NextInPartition(_passedOver ?? last));
    }

    /// <summary>Goes on behind a ledger; null where none is known.</summary>
    public void Begin(uint? last) => (Last, _passedOver) = (last, null);

    /// <summary>
    /// Ledgers that cannot be read. Where they say that they are the next, either those behind them come, or the same again, if this was only rubbish in their name.
    /// </summary>
    public void PassOver(LedgerSpan ledgers)
    {
        if (Last is { } last && IsNext(_passedOver ?? last, ledgers)) _passedOver = ledgers.Last;
    }

    private bool IsNext(uint last, LedgerSpan ledgers) => contract.NextInPartition(last) == ledgers.First;
}
