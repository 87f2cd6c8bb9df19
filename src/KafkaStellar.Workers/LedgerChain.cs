namespace KafkaStellar.Workers;

/// <summary>The first check of every reader of ledgers: each follows the one before, by number and by hash.</summary>
/// <remarks>
/// Within a partition, ledgers come in runs (<c>sequence / span</c>); from one run to the next of the same partition numbers jump, and the hash
/// cannot be checked. A ledger at or before the last one is a ledger read again, after an abort or a restart: the chain starts there anew.
/// </remarks>
internal sealed class LedgerChain(string where, int span)
{
    private readonly byte[] _hash = new byte[32];
    private uint _sequence;
    private bool _known;

    /// <summary>The last ledger; null at the beginning, and after <see cref="Forget"/>.</summary>
    public uint? Last => _known ? _sequence : null;

    /// <summary>Takes the next ledger.</summary>
    /// <exception cref="BrokenChainException">It does not follow.</exception>
    public void Follow(uint sequence, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> previousHash)
    {
        if (_known && sequence > _sequence && sequence / (uint)span == _sequence / (uint)span)
        {
            if (sequence != _sequence + 1)
            {
                throw new BrokenChainException(
                    $"{where}: ledger {sequence} follows ledger {_sequence}: {sequence - _sequence - 1} ledgers are missing between them. "
                    + "Find out where they went before going on; nothing was written past the gap.");
            }

            if (!previousHash.SequenceEqual(_hash))
            {
                throw new BrokenChainException(
                    $"{where}: ledger {sequence} names {Convert.ToHexStringLower(previousHash)} as the hash before it, but ledger {_sequence} "
                    + $"has the hash {Convert.ToHexStringLower(_hash)}: they are not of one chain. Nothing was written past it.");
            }
        }

        _sequence = sequence;
        hash.CopyTo(_hash);
        _known = true;
    }

    /// <summary>Starts anew with the next ledger, whatever it is.</summary>
    public void Forget() => _known = false;
}
