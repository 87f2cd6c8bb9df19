using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>A forward walk over what each operation of a transaction changed and, from meta version 4, which events it gave.</summary>
internal ref struct OperationMetas
{
    private readonly ReadOnlySpan<byte> _xdr;
    private readonly bool _hasEvents;
    private XdrReader _reader;
    private int _next;
    private ReadOnlySpan<byte> _changes;
    private ReadOnlySpan<byte> _events;

    /// <summary>A walk over a list of OperationMeta, or from version 4 of OperationMetaV2; what follows the list is not looked at.</summary>
    public OperationMetas(ReadOnlySpan<byte> xdr, int version)
    {
        _xdr = xdr;
        _hasEvents = version >= 4;
        _reader = new XdrReader(xdr);
        Count = _reader.ReadInt32();
    }

    /// <summary>How many operations have a meta.</summary>
    public int Count { get; }

    /// <summary>The LedgerEntryChanges of an operation, counted from 0 and never backwards; empty beyond the last.</summary>
    public ReadOnlySpan<byte> Changes(int index) => MoveTo(index) ? _changes : default;

    /// <summary>The list of an operation's contract events, counted from 0 and never backwards; empty beyond the last.</summary>
    public ReadOnlySpan<byte> Events(int index) => MoveTo(index) ? _events : default;

    private bool MoveTo(int index)
    {
        if (index >= Count) return false;
        while (_next <= index)
        {
            if (_hasEvents) _reader.Advance(sizeof(int)); // the extension point
            int changes = _reader.Position;
            XdrList<LedgerEntryChange>.Skip(ref _reader);
            int events = _reader.Position;
            if (_hasEvents) XdrList<ContractEvent>.Skip(ref _reader);
            _changes = _xdr[changes..events];
            _events = _xdr[events.._reader.Position];
            _next++;
        }

        return true;
    }
}
