using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Ledgers;

/// <summary>One row per closed ledger. Amounts are stroops.</summary>
public sealed class LedgersTable : Table<LedgerRow>
{
    public LedgersTable()
    {
        UInt32("ledger_seq", (in row) => row.Ledger.Sequence);
        Hash("ledger_hash", (in row) => row.Ledger.Hash);
        Hash("prev_hash", (in row) => row.Ledger.Header.PreviousLedgerHash);
        Timestamp("closed_at", (in row) => row.Ledger.ClosedAtMicroseconds);
        UInt32("protocol_version", (in row) => row.Ledger.Header.LedgerVersion);
        UInt32("base_fee", (in row) => row.Ledger.Header.BaseFee);
        UInt32("base_reserve", (in row) => row.Ledger.Header.BaseReserve);
        UInt32("max_tx_set_size", (in row) => row.Ledger.Header.MaxTxSetSize);
        UInt32("tx_count", (in row) => (uint)row.Ledger.TransactionCount);
        UInt32("op_count", (in row) => row.SuccessfulOperations);
        HashOrNull("bucket_list_hash", (in row) => row.Ledger.Header.BucketListHash);
        UInt64OrNull("bucket_list_size", (in row) => row.Ledger.LiveSorobanStateSize);
        UInt32("successful_tx_count", (in row) => row.SuccessfulTransactions);
        UInt32("failed_tx_count", (in row) => row.FailedTransactions);
        UInt32("tx_set_op_count", (in row) => row.Ledger.TransactionSetOperationCount);
        Int64("total_coins", (in row) => row.Ledger.Header.TotalCoins);
        Int64("fee_pool", (in row) => row.Ledger.Header.FeePool);
        UInt32("inflation_seq", (in row) => row.Ledger.Header.InflationSeq);
        UInt64("id_pool", (in row) => row.Ledger.Header.IdPool);
        Hash("tx_set_hash", (in row) => row.Ledger.Header.ScpValue.TxSetHash);
        Hash("tx_set_result_hash", (in row) => row.Ledger.Header.TxSetResultHash);
        Int64OrNull("soroban_fee_write_1kb", (in row) => row.Ledger.SorobanFeeWrite1KB);
        UInt32("upgrade_count", (in row) => (uint)row.Ledger.Header.ScpValue.Upgrades.Count);
        TextOrNull("node_id", StrKey.MaxLength, (in row, utf8) => row.Value.NodeId.IsEmpty ? -1 : StrKey.Encode(StrKeyKind.Account, row.Value.NodeId, utf8));
        Binary("header_xdr", (in row) => row.Ledger.Header.Xdr);
        UInt64OrNull("close_time_ms", (in row) => row.Value.CloseTimeMilliseconds);
        HashOrNull("dropped_tx_set_hash", (in row) => row.Value.DroppedTransactionSetHash);
    }

    /// <inheritdoc/>
    public override string Name => "ledgers";

    /// <inheritdoc/>
    public override string Version => "1.1.0";
}
