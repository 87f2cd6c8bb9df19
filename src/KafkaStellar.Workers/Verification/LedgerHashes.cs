using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaStellar.Datasets;

namespace KafkaStellar.Workers.Verification;

/// <summary>The hashes that a ledger names, made again from what they are of.</summary>
internal sealed class LedgerHashes : IDisposable
{
    private readonly IncrementalHash _results = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _previousHash = new byte[SHA256.HashSizeInBytes];
    private uint? _previous;

    /// <summary>What does not agree, one sentence each: the header's hash, the hash of the results, and where the ledger before was the last that was given, the chain.</summary>
    /// <remarks>Transactions need no check here: without an envelope of its hash <see cref="LedgerWalk"/> refuses the ledger.</remarks>
    public IEnumerable<string> Problems(in Ledger ledger)
    {
        var problems = new List<string>();
        string name = $"ledger {ledger.Sequence}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ledger.Header.Xdr, hash);
        if (!hash.SequenceEqual(ledger.Hash)) problems.Add($"{name}: its header has the hash {Hex(hash)}, and it says {Hex(ledger.Hash)}");

        HashResults(in ledger, hash);
        if (!hash.SequenceEqual(ledger.Header.TxSetResultHash)) problems.Add($"{name}: its results have the hash {Hex(hash)}, and its header says {Hex(ledger.Header.TxSetResultHash)}");

        if (_previous is uint previous && ledger.Sequence == previous + 1 && !ledger.Header.PreviousLedgerHash.SequenceEqual(_previousHash))
            problems.Add($"{name}: it names {Hex(ledger.Header.PreviousLedgerHash)} as the hash before it, but ledger {previous} has the hash {Hex(_previousHash)}: they are not of one chain");
        _previous = ledger.Sequence;
        ledger.Hash.CopyTo(_previousHash);
        return problems;
    }

    /// <inheritdoc/>
    public void Dispose() => _results.Dispose();

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
