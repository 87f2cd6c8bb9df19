namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>How the receiver of a token transfer is told apart behind one account (CAP-67).</summary>
internal enum MuxedType : byte
{
    None,
    Text,
    Id,
    Hash,
}

/// <summary>One token transfer, with memory of its own: it outlives the transaction it was made of.</summary>
internal struct TransferEvent
{
    public TransferType Type;

    /// <summary>The place of its transaction in <see cref="TransferBuffer.Transactions"/>.</summary>
    public int Transaction;

    /// <summary>The operation, from 1; 0 for a fee.</summary>
    public uint Operation;

    /// <summary>The first half of its id: the ledger, transaction and operation as a TOID.</summary>
    public ulong IdMajor;

    /// <summary>The second half of its id: its place among the events of one TOID, from 0.</summary>
    public uint IdMinor;

    public Holder From;
    public Holder To;

    /// <summary>The asset; null for a token that is not proven to be one.</summary>
    public AssetContract? Asset;

    /// <summary>The contract that gave the event, or the asset's own contract.</summary>
    public Hash32 Contract;

    public Int128 Amount;
    public MuxedType Muxed;

    /// <summary>Where it stands in <see cref="TransferBuffer.Text"/>: the text as it is, the id in decimal, the hash in hex.</summary>
    public Extent MuxedText;
}

/// <summary>What the events of one transaction share.</summary>
internal struct TransferTransaction
{
    public uint Index;
    public Hash32 Hash;

    /// <summary>Where the memo stands in <see cref="TransferBuffer.Text"/>, as text; null for none.</summary>
    public Extent? Memo;
}
