using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes what surrounds the transactions of a ledger: a method a wire type, each in wire order.</summary>
internal static class LedgerXdr
{
    // What writing 1 KB of contract state costs, in stroops: nobody here does.
    private const long SorobanFeeWrite1KB = 1_000;
    private const uint MaxTransactionSetSize = 1_000;

    public static XdrWriter TransactionSetV1(this XdrWriter xdr, ReadOnlySpan<byte> previousLedgerHash, SimulatedTransactionSet set)
    {
        xdr.Opaque(previousLedgerHash).UInt32(2); // phases: classic, then Soroban
        xdr.Int32(0);
        set.WriteComponents(xdr);
        return xdr.Int32(1).ParallelTxsComponent();
    }

    private static XdrWriter ParallelTxsComponent(this XdrWriter xdr) => xdr
        .Bool(false) // baseFee
        .UInt32(0); // executionStages

    public static XdrWriter LedgerHeader(
        this XdrWriter xdr, LedgerHeaderState state, SimulationOptions options, SimulatedTransactionSet set, byte[] resultSetHash,
        SimulatedAccount validator, ReadOnlySpan<byte> signature)
    {
        xdr.UInt32(state.Protocol)
            .Opaque(state.Hash) // previousLedgerHash
            .StellarValue(state, set, validator, signature)
            .Opaque(resultSetHash)
            .Opaque(state.BucketListHash)
            .UInt32(state.Sequence)
            .Int64(LedgerHeaderState.TotalCoins)
            .Int64(state.FeePool)
            .UInt32(0) // inflationSeq: there was none
            .UInt64(0) // idPool: nobody made an offer
            .UInt32(LedgerHeaderState.BaseFee)
            .UInt32(LedgerHeaderState.BaseReserve)
            .UInt32(Math.Max(MaxTransactionSetSize, (uint)(options.TransactionsPerLedger * options.MaxOperations)));
        foreach (byte[] hash in state.SkipList) xdr.Opaque(hash);
        return xdr.Int32(0); // ext
    }

    public static XdrWriter LedgerCloseMeta(
        this XdrWriter xdr, LedgerHeaderState state, ReadOnlySpan<byte> header, ReadOnlySpan<byte> set, int transactions, ReadOnlySpan<byte> processing) => xdr
        .Int32(2)
        .Int32(1).Int32(0).Int64(SorobanFeeWrite1KB) // LedgerCloseMetaExtV1
        .Opaque(state.Hash).Xdr(header).Int32(0) // LedgerHeaderHistoryEntry
        .Xdr(set)
        .UInt32((uint)transactions).Xdr(processing)
        .UpgradesProcessing(state)
        .UInt32(0) // scpInfo
        .UInt64(0) // totalByteSizeOfLiveSorobanState
        .UInt32(0); // evictedKeys
}
