using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>The changes to contract data in one list of changes after the other, and how long entries live by all of the ledger's lists so far.</summary>
/// <remarks>
/// A list's changes are put in the order of their LedgerKeys, as Stellar's Go SDK does: stellar-core gives them in no order of its own.
/// Its memory is kept from ledger to ledger.
/// </remarks>
internal sealed class EntryChanges
{
    private readonly List<EntryParts> _changes = [];
    private readonly Dictionary<Vector256<byte>, uint> _expirations = [];
    private EntryParts[] _merged = [];
    private ValueBudget _budget;

    /// <summary>The changes of the list that was read last, in order.</summary>
    public ReadOnlySpan<EntryParts> Changes => CollectionsMarshal.AsSpan(_changes);

    /// <summary>Begins a ledger.</summary>
    public void Begin()
    {
        _expirations.Clear();
        _budget = default;
    }

    /// <summary>The last ledger that an entry lives in, where the ledger's lists so far tell it.</summary>
    /// <param name="keyHash">SHA-256 of the entry's LedgerKey.</param>
    public uint? ExpirationOf(ReadOnlySpan<byte> keyHash) =>
        _expirations.TryGetValue(Vector256.Create(keyHash), out uint liveUntil) ? liveUntil : null;

    /// <summary>Reads the LedgerEntryChanges that the reader stands at; the reader is one over all of the ledger.</summary>
    /// <exception cref="LedgerRefusedException">An entry is removed that was not shown before, or the ledger holds more than is read of one.</exception>
    public void Read(scoped ref XdrReader reader, in Ledger ledger)
    {
        _changes.Clear();
        EntryParts? shown = null; // the entry that the change before this one showed
        int count = reader.ReadCount(int.MaxValue, 3 * sizeof(int));
        for (int i = 0; i < count; i++)
        {
            LedgerEntryChangeType change = LedgerEntryChangeTypeXdr.Read(ref reader);
            if (change == LedgerEntryChangeType.Removed)
            {
                ReadRemoval(ref reader, in ledger, shown);
                shown = null;
                continue;
            }

            EntryParts? entry = ReadEntry(ref reader, in ledger, (EntryChange)change);
            if (entry is EntryParts parts && change != LedgerEntryChangeType.State) _changes.Add(parts);
            shown = change is LedgerEntryChangeType.State or LedgerEntryChangeType.Restored ? entry : null;
        }

        if (_changes.Count > 1) Sort(ledger.Xdr);
    }

    /// <summary>Reads what was evicted at the ledger's end, where the reader stands at its list: names alone, and with LedgerCloseMeta V1 entries too.</summary>
    /// <exception cref="LedgerRefusedException">The ledger holds more than is read of one.</exception>
    public void ReadEvicted(scoped ref XdrReader reader, in Ledger ledger)
    {
        _changes.Clear();
        int keys = reader.ReadCount(int.MaxValue, 2 * sizeof(int));
        for (int i = 0; i < keys; i++) ReadEvictedKey(ref reader, in ledger);
        if (ledger.Parts.Version != 1) return;

        int entries = reader.ReadCount(int.MaxValue, 2 * sizeof(int));
        for (int i = 0; i < entries; i++)
        {
            if (ReadEntry(ref reader, in ledger, EntryChange.Evicted) is EntryParts parts) _changes.Add(parts);
        }
    }

    private void ReadEvictedKey(scoped ref XdrReader reader, in Ledger ledger)
    {
        XdrReader key = reader;
        if ((LedgerEntryType)key.ReadInt32() != LedgerEntryType.ContractData)
        {
            LedgerKey.Skip(ref reader);
            return;
        }

        reader = key;
        EntryParts parts = ReadIdentity(ref reader, EntryChange.Evicted, ledger.Sequence);
        _budget.Take(ledger.Sequence, parts.Identity);
        _changes.Add(parts);
    }

    private void ReadRemoval(scoped ref XdrReader reader, in Ledger ledger, EntryParts? shown)
    {
        int key = reader.Position;
        LedgerKey.Skip(ref reader);
        ReadOnlySpan<byte> removed = ledger.Xdr[key..reader.Position];
        if (new XdrReader(removed).ReadInt32() != (int)LedgerEntryType.ContractData) return;
        if (shown is not EntryParts last || !last.Identity.Of(ledger.Xdr).SequenceEqual(removed[sizeof(int)..]))
            throw new LedgerRefusedException(ledger.Sequence, $"byte {key}: a contract-data entry is removed, and the change before does not show it");
        _changes.Add(last with { Change = EntryChange.Removed });
    }

    private EntryParts? ReadEntry(scoped ref XdrReader reader, in Ledger ledger, EntryChange change)
    {
        XdrReader entry = reader;
        uint lastModified = entry.ReadUInt32();
        switch ((LedgerEntryType)entry.ReadInt32())
        {
            case LedgerEntryType.ContractData:
                reader = entry;
                EntryParts parts = ReadContractData(ref reader, in ledger, change, lastModified);
                LedgerEntryExt.Skip(ref reader);
                return parts;
            case LedgerEntryType.Ttl:
                reader = entry;
                ReadOnlySpan<byte> keyHash = reader.ReadOpaque(32);
                _expirations[Vector256.Create(keyHash)] = reader.ReadUInt32();
                LedgerEntryExt.Skip(ref reader);
                return null;
            default:
                LedgerEntry.Skip(ref reader);
                return null;
        }
    }

    private EntryParts ReadContractData(scoped ref XdrReader reader, in Ledger ledger, EntryChange change, uint lastModified)
    {
        ExtensionPoint.Skip(ref reader);
        EntryParts parts = ReadIdentity(ref reader, change, lastModified);
        int value = reader.Position;
        SCVal.Skip(ref reader);
        _budget.Take(ledger.Sequence, new Extent(parts.Contract.Start, reader.Position - parts.Contract.Start));
        return parts with { Value = new Extent(value, reader.Position - value) };
    }

    private static EntryParts ReadIdentity(scoped ref XdrReader reader, EntryChange change, uint lastModified)
    {
        int contract = reader.Position;
        SCAddress.Skip(ref reader);
        int key = reader.Position;
        SCVal.Skip(ref reader);
        int end = reader.Position;
        ContractDataDurability durability = ContractDataDurabilityXdr.Read(ref reader);
        return new EntryParts(
            change,
            lastModified,
            new Extent(contract, reader.Position - contract),
            new Extent(contract, key - contract),
            new Extent(key, end - key),
            durability,
            default);
    }

    // A merge sort: it is stable, as the SDK's is, and lists are long only where somebody made them so.
    private void Sort(ReadOnlySpan<byte> ledger)
    {
        Span<EntryParts> from = CollectionsMarshal.AsSpan(_changes);
        int count = from.Length;
        if (_merged.Length < count) _merged = new EntryParts[count * 2];
        Span<EntryParts> to = _merged.AsSpan(0, count);
        for (int run = 1; run < count; run = (int)Math.Min(2L * run, count))
        {
            for (int start = 0; start < count; start += 2 * run)
            {
                int middle = Math.Min(start + run, count);
                int end = (int)Math.Min(start + 2L * run, count);
                Merge(ledger, from[start..middle], from[middle..end], to[start..end]);
            }

            to.CopyTo(from);
        }
    }

    private static void Merge(ReadOnlySpan<byte> ledger, ReadOnlySpan<EntryParts> left, ReadOnlySpan<EntryParts> right, Span<EntryParts> to)
    {
        int l = 0, r = 0;
        for (int i = 0; i < to.Length; i++)
        {
            bool takeLeft = r == right.Length
                || (l < left.Length && left[l].Identity.Of(ledger).SequenceCompareTo(right[r].Identity.Of(ledger)) <= 0);
            to[i] = takeLeft ? left[l++] : right[r++];
        }
    }
}
