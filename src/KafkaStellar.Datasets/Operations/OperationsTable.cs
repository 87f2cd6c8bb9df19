using KafkaStellar.Datasets.Operations.Details;
using KafkaStellar.Datasets.Operations.Results;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>One row per operation of every applied transaction, successful or not.</summary>
public sealed class OperationsTable : Table<OperationRow>
{
    public OperationsTable()
    {
        UInt32("ledger_seq", (in row) => row.LedgerSequence);
        Hash("tx_hash", (in row) => row.TransactionHash);
        UInt32("tx_index", (in row) => row.TransactionIndex);
        UInt32("op_index", (in row) => row.Index);
        UInt32("operation_type", (in row) => (uint)row.Body.Type);
        TextOrNull("source_account", StrKey.MaxLength, (in row, utf8) => StrKey.Encode(StrKeyKind.Account, row.SourceKey, utf8));
        Timestamp("created_at", (in row) => row.ClosedAtMicroseconds);
        Json("operation_data", (in row, json) => OperationDetails.Write(in row, json));
        JsonOrNull("operation_result", (in row, json) => OperationResults.TryWrite(in row, json));
        Utf8("operation_type_name", (in row) => row.Body.Type.XdrName());
        TextOrNull("source_account_muxed", StrKey.MaxLength, (in row, utf8) => AccountText.EncodeMuxed(row.Source, utf8));
        Boolean("tx_success", (in row) => row.IsSuccessful);
        Utf8OrNull("result_code_name", (in row) => row.HasResult ? OptionalBytes.Of(row.Result.Code.XdrName()) : OptionalBytes.None);
        Binary("body_xdr", (in row) => row.Body.Xdr);
        BinaryOrNull("result_xdr", (in row) => row.IsInner ? OptionalBytes.Of(row.Result.Xdr[sizeof(int)..]) : OptionalBytes.None);
    }

    /// <inheritdoc/>
    public override string Name => "operations";

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
