using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>A walk over LedgerEntryChanges that gives each change with the entry before and after it.</summary>
/// <remarks>An update or a removal stands right behind the entry as it was. The walk goes by the list, not by the ledger key.</remarks>
internal ref struct EntryChanges
{
    private readonly ReadOnlySpan<byte> _xdr;
    private XdrReader _reader;
    private int _left;
    private ReadOnlySpan<byte> _state;

    /// <summary>A walk over a list that was checked before; one of no bytes is a list of nothing.</summary>
    public EntryChanges(ReadOnlySpan<byte> xdr)
    {
        _xdr = xdr;
        _reader = new XdrReader(xdr);
        if (!xdr.IsEmpty) _left = _reader.ReadInt32();
    }

    /// <summary>What happened to the entry.</summary>
    public LedgerEntryChangeType Kind { get; private set; }

    /// <summary>The LedgerEntry before; empty where there was none.</summary>
    public ReadOnlySpan<byte> Before { get; private set; }

    /// <summary>The LedgerEntry after; empty where there is none.</summary>
    public ReadOnlySpan<byte> After { get; private set; }

    /// <summary>The LedgerEntry after, or before where there is none after.</summary>
    public readonly ReadOnlySpan<byte> Newest => After.IsEmpty ? Before : After;

    /// <summary>The LedgerEntry before, or after where there was none before: what the change is ordered by.</summary>
    public readonly ReadOnlySpan<byte> Oldest => Before.IsEmpty ? After : Before;

    /// <summary>The kind of entry, as it was before where it was.</summary>
    public readonly LedgerEntryType Type => TypeOf(Oldest);

    /// <summary>Whether the entry is after the change of another kind than before it, which no network does.</summary>
    public readonly bool ChangesType => !Before.IsEmpty && !After.IsEmpty && TypeOf(Before) != TypeOf(After);

    /// <summary>Moves to the next change; false after the last.</summary>
    /// <exception cref="BrokenChangesException">An update or a removal without the entry as it was.</exception>
    public bool MoveNext()
    {
        while (_left > 0)
        {
            _left--;
            Kind = (LedgerEntryChangeType)_reader.ReadInt32();
            int start = _reader.Position;
            if (Kind == LedgerEntryChangeType.Removed) LedgerKey.Skip(ref _reader);
            else LedgerEntry.Skip(ref _reader);
            ReadOnlySpan<byte> entry = _xdr[start.._reader.Position];

            ReadOnlySpan<byte> state = _state;
            _state = Kind is LedgerEntryChangeType.State or LedgerEntryChangeType.Restored ? entry : default;
            if (Kind == LedgerEntryChangeType.State) continue;

            bool hasBefore = Kind is LedgerEntryChangeType.Updated or LedgerEntryChangeType.Removed;
            if (hasBefore && state.IsEmpty) throw new BrokenChangesException("a ledger entry is updated or removed, and what it was before does not stand before it");
            Before = hasBefore ? state : default;
            After = Kind == LedgerEntryChangeType.Removed ? default : entry;
            return true;
        }

        return false;
    }

    /// <summary>The kind of a LedgerEntry: it stands behind the ledger that last changed it.</summary>
    public static LedgerEntryType TypeOf(ReadOnlySpan<byte> entry) => (LedgerEntryType)BinaryPrimitives.ReadInt32BigEndian(entry[4..]);

    /// <summary>What stands in a LedgerEntry of a known kind.</summary>
    public static T Read<T>(ReadOnlySpan<byte> entry)
        where T : IXdrType<T>, allows ref struct
    {
        var reader = new XdrReader(entry[8..]);
        return T.Read(ref reader);
    }
}
