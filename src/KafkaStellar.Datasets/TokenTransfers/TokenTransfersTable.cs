using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>One row per token transfer. Amounts are raw units: stroops for an asset, whatever the contract counts in for another token.</summary>
/// <remarks>
/// <c>event_id</c> is the event's name: unique over the chain, the same in every replay, and in the text's order the order of events. It is
/// the TOID (SEP-35) in 19 digits, a hyphen, and a number under that TOID in 10. For an operation's event the TOID is the operation's and
/// the number counts its events from 0. A charge has the TOID of transaction 0 and operation 0, and its transaction's index. A refund has
/// its transaction's TOID with operation 4095 and 0; from protocol 23, transaction 1048575, operation 4095, and its transaction's index.
/// </remarks>
internal sealed class TokenTransfersTable : Table<TokenTransferRow>
{
    private const int LongestAmount = 40;

    public TokenTransfersTable()
    {
        UInt32("ledger_seq", (in row) => row.LedgerSequence);
        Hash("tx_hash", (in row) => row.Transaction.Hash.Bytes);
        UInt32("event_index", (in row) => row.Index);
        Hash("contract_id", (in row) => row.Event.Contract.Bytes);
        Utf8("event_type", (in row) => row.Event.Type.Utf8());
        TextOrNull("from_account", StrKey.MaxLength, (in row, utf8) => row.Texts.Encode(in row.Event.From, utf8));
        TextOrNull("to_account", StrKey.MaxLength, (in row, utf8) => row.Texts.Encode(in row.Event.To, utf8));
        Utf8OrNull("asset_code", (in row) => row.AssetCode);
        Utf8OrNull("asset_issuer", (in row) => row.AssetIssuer);
        WholeOrNull("amount", (in row) => row.Decimal);
        Utf8OrNull("memo", (in row) => row.Memo);
        Timestamp("created_at", (in row) => row.ClosedAtMicroseconds);
        UInt32("tx_index", (in row) => row.Transaction.Index);
        UInt32OrNull("op_index", (in row) => row.Event.Operation == 0 ? null : row.Event.Operation);
        Utf8OrNull("asset_type", (in row) => row.AssetType);
        Text("contract_address", StrKey.MaxLength, (in row, utf8) => row.WriteContract(utf8));
        Text("amount_raw", LongestAmount, (in row, utf8) => row.WriteAmount(utf8));
        Utf8OrNull("to_muxed_type", (in row) => row.MuxedType);
        Utf8OrNull("to_muxed", (in row) => row.Muxed);
        Text("event_id", EventIdText.MaxLength, (in row, utf8) => row.WriteId(utf8));
    }

    /// <inheritdoc/>
    public override string Name => "token_transfers";

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
