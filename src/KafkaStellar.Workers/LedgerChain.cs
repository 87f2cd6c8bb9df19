using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>The first check of every reader of ledgers: each follows the one before, by number and by hash.</summary>
/// <remarks>
/// A partition holds runs of ledgers (<c>sequence / span</c>): within a run numbers and hashes chain; the next run of the same partition begins
/// <c>span × partitions</c> later, where only the number can be checked.
/// </remarks>
internal sealed class LedgerChain(TopicPartition partition, TopicContract contract)
{
    private readonly byte[] _hash = new byte[32];
    private uint _sequence;
    private bool _known;
    private bool _isHashKnown;

    /// <summary>Takes the next ledger.</summary>
    /// <exception cref="BrokenChainException">It does not follow.</exception>
    public void Follow(uint sequence, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> previousHash)
    {
        if (_known) Verify(sequence, previousHash);
        _sequence = sequence;
        hash.CopyTo(_hash);
        (_known, _isHashKnown) = (true, true);
    }

    /// <summary>Ledgers that cannot be read: where they are those that are next, the chain goes on behind them; others stand aside.</summary>
    public void PassOver(LedgerSpan ledgers)
    {
        if (_known && contract.NextInPartition(_sequence) != ledgers.First) return;
        _sequence = ledgers.Last;
        (_known, _isHashKnown) = (true, false);
    }

    private void Verify(uint sequence, ReadOnlySpan<byte> previousHash)
    {
        uint expected = contract.NextInPartition(_sequence);
        if (sequence != expected) throw BrokenChainException.Gap($"{partition}", _sequence, sequence, expected);

        if (_isHashKnown && expected == _sequence + 1 && !previousHash.SequenceEqual(_hash))
        {
            throw new BrokenChainException(
                $"{partition}: ledger {sequence} names {Convert.ToHexStringLower(previousHash)} as the hash before it, but ledger {_sequence} has the hash "
                + $"{Convert.ToHexStringLower(_hash)}: they are not of one chain. Nothing was written past it.");
        }
    }
}
