using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Where in a TransactionMeta stand the parts that token transfers are read from; nothing is decoded that is not asked for.</summary>
internal readonly ref struct MetaParts
{
    private readonly ReadOnlySpan<byte> _xdr;

    /// <summary>The parts of a TransactionMeta that was checked before.</summary>
    public MetaParts(ReadOnlySpan<byte> xdr)
    {
        _xdr = xdr;
        Version = BinaryPrimitives.ReadInt32BigEndian(xdr);
    }

    /// <summary>0 to 4.</summary>
    public int Version { get; }

    /// <summary>A walk over the operations' own parts.</summary>
    public OperationMetas Operations()
    {
        XdrReader reader = ToOperations();
        return new OperationMetas(_xdr[reader.Position..], Version);
    }

    /// <summary>The LedgerEntryChanges after the operations (versions 3 and 4).</summary>
    public ReadOnlySpan<byte> ChangesAfter()
    {
        XdrReader reader = ToOperations();
        return ReadChangesAfter(ref reader);
    }

    /// <summary>The list of the Soroban meta's contract events (version 3); empty where there is no such meta.</summary>
    public ReadOnlySpan<byte> SorobanEvents()
    {
        XdrReader reader = ToOperations();
        ReadChangesAfter(ref reader);
        if (!reader.ReadBool()) return default;
        SorobanTransactionMetaExt.Skip(ref reader);
        return List<ContractEvent>(ref reader);
    }

    /// <summary>The list of the transaction's own events (version 4).</summary>
    public ReadOnlySpan<byte> TransactionEvents()
    {
        XdrReader reader = ToOperations();
        ReadChangesAfter(ref reader);
        XdrOptional<SorobanTransactionMetaV2>.Skip(ref reader);
        return List<TransactionEvent>(ref reader);
    }

    private XdrReader ToOperations()
    {
        var reader = new XdrReader(_xdr);
        reader.Advance(Version >= 3 ? 2 * sizeof(int) : sizeof(int)); // the version, the extension point
        if (Version > 0) XdrList<LedgerEntryChange>.Skip(ref reader);
        return reader;
    }

    private ReadOnlySpan<byte> ReadChangesAfter(scoped ref XdrReader reader)
    {
        if (Version == 4) XdrList<OperationMetaV2>.Skip(ref reader);
        else XdrList<OperationMeta>.Skip(ref reader);
        int start = reader.Position;
        XdrList<LedgerEntryChange>.Skip(ref reader);
        return _xdr[start..reader.Position];
    }

    private ReadOnlySpan<byte> List<T>(scoped ref XdrReader reader)
        where T : IXdrType<T>, allows ref struct
    {
        int start = reader.Position;
        XdrList<T>.Skip(ref reader);
        return _xdr[start..reader.Position];
    }
}
