using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Contract-data entries, their keys, and lists of changes to them, written field by field.</summary>
internal static class ContractEntries
{
    public const uint LastModified = 4700;

    public static byte[] Entry(byte[] contract, byte[] key, byte[] value, ContractDataDurability durability = ContractDataDurability.Persistent) => new XdrWriter()
        .UInt32(LastModified).Int32((int)LedgerEntryType.ContractData).Int32(0)
        .Xdr(Identity(contract, key, durability)).Xdr(value).Int32(0).Written.ToArray();

    public static byte[] Key(byte[] contract, byte[] key, ContractDataDurability durability = ContractDataDurability.Persistent) => new XdrWriter()
        .Int32((int)LedgerEntryType.ContractData).Xdr(Identity(contract, key, durability)).Written.ToArray();

    public static byte[] Ttl(byte[] keyHash, uint liveUntil) => new XdrWriter()
        .UInt32(LastModified).Int32((int)LedgerEntryType.Ttl).Opaque(keyHash).UInt32(liveUntil).Int32(0).Written.ToArray();

    public static byte[] TtlKey(byte[] keyHash) => new XdrWriter().Int32((int)LedgerEntryType.Ttl).Opaque(keyHash).Written.ToArray();

    public static byte[] Changes(params (LedgerEntryChangeType Type, byte[] Entry)[] changes)
    {
        var xdr = new XdrWriter().UInt32((uint)changes.Length);
        foreach ((LedgerEntryChangeType type, byte[] entry) in changes) xdr.Int32((int)type).Xdr(entry);
        return xdr.Written.ToArray();
    }

    public static (LedgerEntryChangeType Type, byte[] Entry) Created(byte[] entry) => (LedgerEntryChangeType.Created, entry);

    public static (LedgerEntryChangeType Type, byte[] Entry) State(byte[] entry) => (LedgerEntryChangeType.State, entry);

    public static (LedgerEntryChangeType Type, byte[] Entry) Updated(byte[] entry) => (LedgerEntryChangeType.Updated, entry);

    public static (LedgerEntryChangeType Type, byte[] Entry) Restored(byte[] entry) => (LedgerEntryChangeType.Restored, entry);

    public static (LedgerEntryChangeType Type, byte[] Entry) Removed(byte[] key) => (LedgerEntryChangeType.Removed, key);

    private static byte[] Identity(byte[] contract, byte[] key, ContractDataDurability durability) => new XdrWriter()
        .Int32((int)SCAddressType.Contract).Opaque(contract).Xdr(key).Int32((int)durability).Written.ToArray();
}
