using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>One walk forward over a TransactionMeta, for the parts that token transfers are read from; nothing else is decoded, nothing twice.</summary>
/// <remarks>Parts are asked for in the order in which they stand: operations by their place, then what follows them.</remarks>
internal ref struct MetaWalk
{
    private readonly ReadOnlySpan<byte> _xdr;
    private XdrReader _reader;
    private bool _atOperations;
    private int _operations;
    private int _next;
    private ReadOnlySpan<byte> _changes;
    private bool _hasEvents;

    /// <summary>A walk over a TransactionMeta that was checked before.</summary>
    public MetaWalk(ReadOnlySpan<byte> xdr)
    {
        _xdr = xdr;
        _reader = new XdrReader(xdr);
        Version = _reader.ReadInt32();
    }

    /// <summary>0 to 4.</summary>
    public int Version { get; }

    /// <summary>How many operations have a meta.</summary>
    public int Operations
    {
        get
        {
            if (_atOperations) return _operations;
            _atOperations = true;
            if (Version >= 3) _reader.Advance(sizeof(int)); // the extension point
            if (Version > 0) XdrList<LedgerEntryChange>.Skip(ref _reader);
            return _operations = _reader.ReadInt32();
        }
    }

    /// <summary>The LedgerEntryChanges of an operation, counted from 0; empty beyond the last.</summary>
    public ReadOnlySpan<byte> Changes(int index) => MoveTo(index) ? _changes : default;

    /// <summary>Hands an operation's contract events, of version 4, to what reads them; counted from 0, and once an operation.</summary>
    public void ReadEvents(int index, ContractTransfers transfers)
    {
        if (!MoveTo(index) || !_hasEvents) return;
        _hasEvents = false;
        transfers.Add(ref _reader, _xdr, Version);
    }

    /// <summary>The LedgerEntryChanges after the operations, from version 2; once.</summary>
    public ReadOnlySpan<byte> ChangesAfter()
    {
        MoveTo(Operations);
        int start = _reader.Position;
        XdrList<LedgerEntryChange>.Skip(ref _reader);
        return _xdr[start.._reader.Position];
    }

    /// <summary>Hands the contract events of version 3, where there are any, to what reads them; after the changes, and once.</summary>
    public void ReadSorobanEvents(ContractTransfers transfers)
    {
        if (!_reader.ReadBool()) return;
        SorobanTransactionMetaExt.Skip(ref _reader);
        transfers.Add(ref _reader, _xdr, Version);
    }

    /// <summary>Hands the transaction's own events, of version 4, to what reads them; after the changes, and once.</summary>
    public FeeEvents ReadTransactionEvents(ContractTransfers transfers)
    {
        XdrOptional<SorobanTransactionMetaV2>.Skip(ref _reader);
        return transfers.ReadFees(ref _reader, _xdr);
    }

    // Beyond the last operation the reader stands behind the list.
    private bool MoveTo(int index)
    {
        int count = Operations;
        while (_next <= index && _next < count)
        {
            SkipEvents();
            if (Version == 4) _reader.Advance(sizeof(int)); // the extension point
            int start = _reader.Position;
            XdrList<LedgerEntryChange>.Skip(ref _reader);
            _changes = _xdr[start.._reader.Position];
            _hasEvents = Version == 4;
            _next++;
        }

        if (index < count) return true;
        SkipEvents();
        return false;
    }

    private void SkipEvents()
    {
        if (_hasEvents) XdrList<ContractEvent>.Skip(ref _reader);
        _hasEvents = false;
    }
}
