using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>What the value that consensus took says by its arm: who proposed it, and what it dropped (CAP-83), and when the ledger closed to the millisecond (CAP-88).</summary>
public readonly ref struct ConsensusValue
{
    /// <summary>Reads the arm.</summary>
    public ConsensusValue(StellarValueExt ext)
    {
        switch (ext.V)
        {
            case StellarValueType.Basic:
                break;
            case StellarValueType.Signed:
                NodeId = ext.LcValueSignature.NodeID.Ed25519;
                break;
            case StellarValueType.EmptyTxSet:
                NodeId = ext.ProposedValue.LcValueSignature.NodeID.Ed25519;
                DroppedTransactionSetHash = ext.ProposedValue.TxSetHash;
                break;
            case StellarValueType.SignedMs:
                NodeId = ext.SignedMsValue.LcValueSignature.NodeID.Ed25519;
                CloseTimeMilliseconds = ext.SignedMsValue.CloseTimeMs;
                break;
            case StellarValueType.EmptyTxSetMs:
                NodeId = ext.ProposedMsValue.LcValueSignature.NodeID.Ed25519;
                CloseTimeMilliseconds = ext.ProposedMsValue.CloseTimeMs;
                DroppedTransactionSetHash = ext.ProposedMsValue.TxSetHash;
                break;
            default:
                throw new InvalidOperationException($"StellarValue has no arm for {ext.V}.");
        }
    }

    /// <summary>The ed25519 key of the validator that signed the value; empty where it is not signed.</summary>
    public ReadOnlySpan<byte> NodeId { get; }

    /// <summary>When the ledger closed, in milliseconds since 1970 UTC; null before protocol 30. Its whole seconds are the header's close time.</summary>
    public ulong? CloseTimeMilliseconds { get; }

    /// <summary>The hash of the transaction set that was proposed and dropped for an empty one, 32 bytes; empty where none was. The header's own hash of a set is then zero.</summary>
    public ReadOnlySpan<byte> DroppedTransactionSetHash { get; }
}
