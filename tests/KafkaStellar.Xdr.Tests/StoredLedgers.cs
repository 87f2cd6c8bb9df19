using KafkaStellar.Testing;

namespace KafkaStellar.Xdr.Tests;

/// <summary>One stored ledger: the file it came in and its place there, and its LedgerCloseMeta.</summary>
internal sealed record StoredLedger(string Name, ReadOnlyMemory<byte> Xdr);

/// <summary>The stored ledgers of <see cref="RealLedgers"/> with names that a failed test can show.</summary>
internal static class StoredLedgers
{
    /// <summary>The real networks' ledgers, those of stellar-core's tests, and the load test's; not the random ones, whose headers' hashes are none.</summary>
    public static IEnumerable<StoredLedger> Real => Of("pubnet", "testnet", "core-with-classic-events", "core-without-classic-events", "load");

    /// <summary>The ledgers of some sets, in order; the test is skipped where there are none.</summary>
    public static IEnumerable<StoredLedger> Of(params string[] sets) =>
        from set in sets
        from file in RealLedgers.Set(set).Files
        from ledger in file.LedgerCloseMetas().Select((xdr, i) => new StoredLedger($"{file.Name} ({i})", xdr))
        select ledger;
}
