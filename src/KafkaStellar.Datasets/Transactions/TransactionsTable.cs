using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>One row per applied transaction, successful or not. Amounts are stroops.</summary>
public sealed class TransactionsTable : Table<TransactionRow>
{
    public TransactionsTable()
    {
        UInt32("ledger_seq", (in row) => row.Ledger.Sequence);
        UInt32("tx_index", (in row) => row.Transaction.Index);
        Hash("tx_hash", (in row) => row.Transaction.Hash);
        Account("source_account", (in row) => row.Transaction.Body.SourceAccount);
        Int64("source_account_sequence", (in row) => row.Transaction.Body.SequenceNumber);
        Int64("fee_charged", (in row) => row.Transaction.Result.FeeCharged);
        Int64("max_fee", (in row) => row.Transaction.Body.Fee);
        UInt32("operation_count", (in row) => (uint)row.Transaction.Body.Operations.Count);
        Boolean("success", (in row) => row.Transaction.IsSuccessful);
        Int32("result_code", (in row) => (int)row.Transaction.Result.Result.Code);
        BinaryOrNull("result_xdr", (in row) => OptionalBytes.Of(row.Transaction.Result.Xdr));
        Binary("envelope_xdr", (in row) => row.Transaction.EnvelopeXdr);
        UInt32("memo_type", (in row) => (uint)row.Transaction.Body.Memo.Type);
        BinaryOrNull("memo_data", (in row) => row.Memo);
        Timestamp("created_at", (in row) => row.Ledger.ClosedAtMicroseconds);
        Utf8("result_code_name", (in row) => row.Transaction.Result.Result.Code.XdrName());
        TextOrNull("source_account_muxed", StrKey.MaxLength, (in row, utf8) => AccountText.EncodeMuxed(row.Transaction.Body.Source, utf8));
        TextOrNull("fee_account", StrKey.MaxLength, (in row, utf8) => AccountText.Encode(row.Transaction.Body.FeeSource, utf8));
        HashOrNull("inner_tx_hash", (in row) => row.Transaction.InnerHash);
        Int64OrNull("new_max_fee", (in row) => row.Transaction.Body.FeeBumpFee);
        UInt64OrNull("min_time", (in row) => row.TimeBounds.HasValue ? row.TimeBounds.Value.MinTime : null);
        UInt64OrNull("max_time", (in row) => row.TimeBounds.HasValue ? row.TimeBounds.Value.MaxTime : null);
        Int64OrNull("soroban_resource_fee", (in row) => row.Transaction.Body.IsSoroban ? row.Transaction.Body.SorobanData.ResourceFee : null);
        UInt32OrNull("soroban_instructions", (in row) => row.Transaction.Body.IsSoroban ? row.Transaction.Body.SorobanData.Resources.Instructions : null);
        UInt32OrNull("soroban_disk_read_bytes", (in row) => row.Transaction.Body.IsSoroban ? row.Transaction.Body.SorobanData.Resources.DiskReadBytes : null);
        UInt32OrNull("soroban_write_bytes", (in row) => row.Transaction.Body.IsSoroban ? row.Transaction.Body.SorobanData.Resources.WriteBytes : null);
        Int64OrNull("soroban_non_refundable_fee", (in row) => row.Fees.NonRefundable);
        Int64OrNull("soroban_refundable_fee", (in row) => row.Fees.Refundable);
        Int64OrNull("soroban_rent_fee", (in row) => row.Fees.Rent);
        Int64OrNull("inclusion_fee_charged", (in row) => row.Fees.InclusionFeeCharged);
        Binary("meta_xdr", (in row) => row.Transaction.MetaXdr);
        Binary("fee_changes_xdr", (in row) => row.Transaction.FeeChangesXdr);
        BinaryOrNull("post_fee_changes_xdr", (in row) => OptionalBytes.OfNonEmpty(row.Transaction.PostFeeChangesXdr));
        UInt32("protocol_version", (in row) => row.Ledger.Header.LedgerVersion);
    }

    /// <inheritdoc/>
    public override string Name => "transactions";

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
