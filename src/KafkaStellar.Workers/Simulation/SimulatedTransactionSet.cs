using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>The transactions of one ledger as a GeneralizedTransactionSet: signed, hashed, and in their two orders.</summary>
internal sealed class SimulatedTransactionSet(byte[] networkId, SplitMix64 random)
{
    private readonly XdrWriter _preimage = new();
    private readonly XdrWriter _inner = new();
    private readonly XdrWriter _envelopes = new();
    private readonly XdrWriter _set = new();
    private readonly List<(SimulatedTransaction Transaction, int Start, int Length)> _signed = [];

    /// <summary>The set's XDR, once written.</summary>
    public ReadOnlySpan<byte> Xdr => _set.Written;

    /// <summary>SHA-256 of the set's XDR as it was proposed.</summary>
    public byte[] Hash { get; } = new byte[32];

    /// <summary>Whether an empty set stands in place of the proposed one.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Starts a new set.</summary>
    public void Clear()
    {
        _envelopes.Clear();
        _signed.Clear();
        IsDropped = false;
    }

    /// <summary>Signs and hashes a transaction.</summary>
    public void Add(SimulatedTransaction transaction)
    {
        int start = _envelopes.Written.Length;
        SimulatedAccount[] signers = SignersOf(transaction);
        Preimage(EnvelopeType.Tx).Transaction(transaction);
        if (transaction.FeeSource is not AccountAddress feeSource)
        {
            SHA256.HashData(_preimage.Written, transaction.Hash);
            _envelopes.Xdr(Tagged).Signatures(random, signers);
        }
        else
        {
            SHA256.HashData(_preimage.Written, transaction.InnerHash);
            _inner.Clear();
            _inner.Xdr(Tagged[sizeof(int)..]).Signatures(random, signers);
            Preimage(EnvelopeType.TxFeeBump).FeeBumpTransaction(feeSource, transaction.FeeBumpFee, _inner.Written);
            SHA256.HashData(_preimage.Written, transaction.Hash);
            _envelopes.Xdr(Tagged).Signatures(random, [feeSource.Account]);
        }

        SHA256.HashData(_envelopes.Written[start..], transaction.EnvelopeHash);
        _signed.Add((transaction, start, _envelopes.Written.Length - start));
    }

    /// <summary>Writes the set, its envelopes in order of their hashes, and hashes it.</summary>
    public void Write(ReadOnlySpan<byte> previousLedgerHash)
    {
        _signed.Sort((one, other) => one.Transaction.EnvelopeHash.AsSpan().SequenceCompareTo(other.Transaction.EnvelopeHash));
        WriteSet(previousLedgerHash);
        SHA256.HashData(_set.Written, Hash);
    }

    /// <summary>Puts an empty set in place of what was written (CAP-83); <see cref="Hash"/> stays that of what was proposed.</summary>
    public void Drop(ReadOnlySpan<byte> previousLedgerHash)
    {
        IsDropped = true;
        _signed.Clear();
        WriteSet(previousLedgerHash);
    }

    /// <summary>The transactions in order of application: of their hashes mixed with the set's, as stellar-core shuffles those of different accounts.</summary>
    public void CopyInOrderOfApplication(List<SimulatedTransaction> transactions)
    {
        transactions.Clear();
        foreach ((SimulatedTransaction transaction, _, _) in _signed) transactions.Add(transaction);
        transactions.Sort(CompareMixed);
    }

    /// <summary>Writes the one component that all transactions are in, or none where there are no transactions.</summary>
    public void WriteComponents(XdrWriter xdr)
    {
        xdr.UInt32(_signed.Count == 0 ? 0u : 1u);
        if (_signed.Count == 0) return;
        xdr.Int32((int)TxSetComponentType.TxsetCompTxsMaybeDiscountedFee)
            .Bool(true).Int64(LedgerHeaderState.BaseFee)
            .UInt32((uint)_signed.Count);
        foreach ((_, int start, int length) in _signed) xdr.Xdr(_envelopes.Written.Slice(start, length));
    }

    private void WriteSet(ReadOnlySpan<byte> previousLedgerHash)
    {
        _set.Clear();
        _set.Int32(1).TransactionSetV1(previousLedgerHash, this);
    }

    // What is hashed after the network id: the envelope's type and its transaction, which is how the envelope begins too.
    private ReadOnlySpan<byte> Tagged => _preimage.Written[networkId.Length..];

    private XdrWriter Preimage(EnvelopeType type)
    {
        _preimage.Clear();
        return _preimage.Opaque(networkId).Int32((int)type);
    }

    private static SimulatedAccount[] SignersOf(SimulatedTransaction transaction)
    {
        List<SimulatedAccount> signers = [transaction.Source.Account];
        foreach (SimulatedOperation operation in transaction.Operations)
        {
            if (operation.Source is AccountAddress source && !signers.Contains(source.Account)) signers.Add(source.Account);
        }

        return [.. signers];
    }

    private int CompareMixed(SimulatedTransaction one, SimulatedTransaction other)
    {
        for (int i = 0; i < Hash.Length; i++)
        {
            int difference = (one.EnvelopeHash[i] ^ Hash[i]) - (other.EnvelopeHash[i] ^ Hash[i]);
            if (difference != 0) return difference;
        }

        return 0;
    }
}
