using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>The first check of every reader of ledgers: each follows the one before, by number and by hash.</summary>
/// <remarks>
/// A partition holds runs of ledgers (<c>sequence / span</c>): within a run numbers and hashes chain; the next run of the same partition begins
/// <c>span × partitions</c> later, where only the number can be checked.
/// </remarks>
internal sealed class LedgerChain(TopicPartition partition, TopicContract contract)
{
    private readonly LedgerSequence _sequence = new(contract);
    private readonly byte[] _hash = new byte[32];
    private bool _isHashKnown;

    /// <summary>Takes the next ledger.</summary>
    /// <exception cref="BrokenChainException">It does not follow.</exception>
    public void Follow(uint sequence, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> previousHash)
    {
        uint? last = _sequence.Last;
        _sequence.Verify($"{partition}", LedgerSpan.Of(sequence));
        if (_isHashKnown && last + 1 == sequence && !previousHash.SequenceEqual(_hash))
        {
            throw new BrokenChainException(
                $"{partition}: ledger {sequence} names {Convert.ToHexStringLower(previousHash)} as the hash before it, but ledger {last} has the hash "
                + $"{Convert.ToHexStringLower(_hash)}: they are not of one chain. Nothing was written past it.");
        }

        _sequence.Begin(sequence);
        hash.CopyTo(_hash);
        _isHashKnown = true;
    }

    /// <summary>Begins behind a ledger of which nobody knows the hash.</summary>
    public void Begin(uint last)
    {
        _sequence.Begin(last);
        _isHashKnown = false;
    }

    /// <inheritdoc cref="LedgerSequence.PassOver"/>
    public void PassOver(LedgerSpan ledgers) => _sequence.PassOver(ledgers);
}
