using KafkaStellar.Arrow;
using KafkaStellar.Datasets.TokenTransfers;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Rows of <c>transactions</c> as token transfers read them, with whatever values a test wants.</summary>
internal sealed class MadeRows : Table<MadeRow>
{
    public const uint Sequence = 12345;
    public const long CloseTime = 1_234_500;

    public MadeRows()
    {
        UInt32OrNull("ledger_seq", (in row) => row.Sequence);
        UInt32OrNull("tx_index", (in row) => row.Index);
        HashOrNull("tx_hash", (in row) => row.Hash);
        Timestamp("created_at", (in row) => row.ClosedAt * 1_000_000);
        UInt32OrNull("protocol_version", (in row) => row.ProtocolVersion);
        BinaryOrNull("envelope_xdr", (in row) => Bytes(row.Envelope));
        BinaryOrNull("result_xdr", (in row) => Bytes(row.Result));
        BinaryOrNull("fee_changes_xdr", (in row) => Bytes(row.FeeChanges));
        BinaryOrNull("meta_xdr", (in row) => Bytes(row.Meta));
        BinaryOrNull("post_fee_changes_xdr", (in row) => Bytes(row.PostFeeChanges));
    }

    public override string Name => "transactions";

    public override string Version => "1.0.0";

    /// <summary>The batch of one ledger of some transactions.</summary>
    public static RecordBatch Of(uint protocolVersion, params IEnumerable<MadeTransaction> transactions) =>
        Of([.. transactions.Select((transaction, place) => MadeRow.Of(transaction, (uint)place + 1, protocolVersion))]);

    /// <summary>The batch of some rows.</summary>
    public static RecordBatch Of(params MadeRow[] rows)
    {
        using var table = new MadeRows();
        foreach (MadeRow row in rows) table.Append(in row);
        return table.Flush();
    }

    /// <summary>The token transfers of some rows.</summary>
    public static RecordBatch Transfers(RecordBatch rows, Selection? selection = null)
    {
        using (rows)
        {
            using var extractor = new TokenTransfersExtractor(Names.Network, selection ?? Selection.Everything);
            return extractor.Extract(TransactionRows.Of(rows));
        }
    }

    private static OptionalBytes Bytes(byte[]? bytes) => bytes is null ? OptionalBytes.None : OptionalBytes.Of(bytes);
}

/// <summary>One row of <c>transactions</c>.</summary>
internal sealed record MadeRow
{
    public uint? Sequence { get; init; } = MadeRows.Sequence;

    public uint? Index { get; init; } = 1;

    public byte[] Hash { get; init; } = [1, 1, 1, 1, .. new byte[28]];

    public long ClosedAt { get; init; } = MadeRows.CloseTime;

    public uint? ProtocolVersion { get; init; } = 20;

    public byte[]? Envelope { get; init; }

    public byte[]? Result { get; init; }

    public byte[]? FeeChanges { get; init; }

    public byte[]? Meta { get; init; }

    public byte[]? PostFeeChanges { get; init; }

    public static MadeRow Of(MadeTransaction transaction, uint index = 1, uint protocolVersion = 20) => new()
    {
        Index = index,
        ProtocolVersion = protocolVersion,
        Envelope = transaction.Envelope,
        Result = transaction.Result,
        FeeChanges = transaction.FeeChanges,
        Meta = transaction.Meta,
        PostFeeChanges = transaction.PostFeeChanges,
    };
}
