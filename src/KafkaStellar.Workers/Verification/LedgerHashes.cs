using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaStellar.Datasets;

namespace KafkaStellar.Workers.Verification;

/// <summary>The hashes that a ledger names, made again from what they are of.</summary>
internal sealed class LedgerHashes : IDisposable
{
    private readonly IncrementalHash _results = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What does not agree, one sentence each: the header's hash, those of the transaction set and of the results, the close time in its two units.</summary>
    /// <remarks>Transactions need no check here: without an envelope of its hash <see cref="LedgerWalk"/> refuses the ledger.</remarks>
    public IEnumerable<string> Problems(in Ledger ledger)
    {
        var problems = new List<string>();
        string name = $"ledger {ledger.Sequence}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ledger.Header.Xdr, hash);
        if (!hash.SequenceEqual(ledger.Hash)) problems.Add($"{name}: its header has the hash {Hex(hash)}, and it says {Hex(ledger.Hash)}");

        if (WhyOtherSet(in ledger, hash) is { } otherSet) problems.Add($"{name}: {otherSet}");
        if (WhyOtherTime(in ledger) is { } otherTime) problems.Add($"{name}: {otherTime}");

        HashResults(in ledger, hash);
        if (!hash.SequenceEqual(ledger.Header.TxSetResultHash)) problems.Add($"{name}: its results have the hash {Hex(hash)}, and its header says {Hex(ledger.Header.TxSetResultHash)}");

        return problems;
    }

    /// <inheritdoc/>
    public void Dispose() => _results.Dispose();

    // Of a set that was dropped for an empty one (CAP-83) the header has no hash; which one it was, the value says.
    private static string? WhyOtherSet(in Ledger ledger, Span<byte> hash)
    {
        ReadOnlySpan<byte> named = ledger.Header.ScpValue.TxSetHash;
        if (!new ConsensusValue(ledger.Header.ScpValue.Ext).DroppedTransactionSetHash.IsEmpty)
        {
            if (named.ContainsAnyExcept((byte)0)) return $"its transaction set was dropped, and its header says the hash {Hex(named)}, where it should be zero";
            return ledger.TransactionCount == 0 ? null : $"its transaction set was dropped, and it has {ledger.TransactionCount} transactions";
        }

        ledger.HashTransactionSet(hash);
        return hash.SequenceEqual(named) ? null : $"its transaction set has the hash {Hex(hash)}, and its header says {Hex(named)}";
    }

    private static string? WhyOtherTime(in Ledger ledger)
    {
        ulong seconds = ledger.Header.ScpValue.CloseTime;
        return new ConsensusValue(ledger.Header.ScpValue.Ext).CloseTimeMilliseconds is { } milliseconds && milliseconds / 1000 != seconds
            ? $"it closed {milliseconds} milliseconds after 1970, and {seconds} seconds"
            : null;
    }

    // A TransactionResultSet: how many, then hash and result of each in order of application.
    private void HashResults(in Ledger ledger, Span<byte> hash)
    {
        Span<byte> count = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(count, ledger.TransactionCount);
        _results.AppendData(count);
        foreach (LedgerTransaction transaction in ledger)
        {
            _results.AppendData(transaction.Hash);
            _results.AppendData(transaction.Result.Xdr);
        }

        _results.GetHashAndReset(hash);
    }

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);
}
