using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>A transaction with its result and meta, written field by field.</summary>
internal sealed record MadeTransaction(params MadeOperation[] Operations)
{
    public const long SequenceNumber = 54321;

    /// <summary>What is written where the memo stands.</summary>
    public Action<XdrWriter> Memo { get; init; } = xdr => xdr.Int32((int)MemoType.None);

    public ulong? SourceId { get; init; }

    /// <summary>Whether the envelope is a V0.</summary>
    public bool IsOld { get; init; }

    /// <summary>Whether it carries Soroban data.</summary>
    public bool IsSoroban { get; init; }

    /// <summary>Who pays for it from outside; null for no fee bump.</summary>
    public byte[]? Payer { get; init; }

    public long FeeCharged { get; init; } = 100;

    public bool Succeeded { get; init; } = true;

    public int MetaVersion { get; init; } = 3;

    public byte[] FeeChanges { get; init; } = MadeXdr.List();

    public byte[] ChangesAfter { get; init; } = MadeXdr.List();

    /// <summary>Null where there is no such list.</summary>
    public byte[]? PostFeeChanges { get; init; }

    /// <summary>The contract events of meta version 3.</summary>
    public byte[][]? SorobanEvents { get; init; }

    /// <summary>The transaction's own events of meta version 4.</summary>
    public byte[][] Events { get; init; } = [];

    /// <summary>How many operations have a meta; null for all.</summary>
    public int? OperationMetas { get; init; }

    public byte[] Envelope => MadeXdr.Of(xdr =>
    {
        if (Payer is not null) xdr.Int32((int)EnvelopeType.TxFeeBump).Muxed(Payer, 7).Int64(1_000);
        xdr.Int32((int)(IsOld ? EnvelopeType.TxV0 : EnvelopeType.Tx));
        if (IsOld) xdr.Opaque(Names.Source);
        else xdr.Muxed(Names.Source, SourceId);
        xdr.UInt32(100).Int64(SequenceNumber).Int32(0); // fee, no time bounds or preconditions
        Memo(xdr);
        xdr.UInt32((uint)Operations.Length);
        foreach (MadeOperation operation in Operations)
        {
            xdr.Bool(operation.Source is not null);
            if (operation.Source is not null) xdr.Muxed(operation.Source, operation.SourceId);
            xdr.Xdr(operation.Body);
        }

        if (IsSoroban) xdr.Int32(1).SorobanData(1, 2, 3, 4);
        else xdr.Int32(0);
        xdr.UInt32(0); // signatures
        if (Payer is not null) xdr.Int32(0).UInt32(0);
    });

    public byte[] Result => MadeXdr.Of(xdr =>
    {
        xdr.Int64(FeeCharged);
        if (Payer is not null) xdr.Int32((int)(Succeeded ? TransactionResultCode.FeeBumpInnerSuccess : TransactionResultCode.FeeBumpInnerFailed)).Opaque(MadeLedger.Fill(1)).Int64(0);
        xdr.Int32((int)(Succeeded ? TransactionResultCode.Success : TransactionResultCode.Failed));
        xdr.Xdr(MadeXdr.List([.. Operations.Select(operation => operation.Result).OfType<byte[]>()]));
        xdr.Int32(0);
        if (Payer is not null) xdr.Int32(0);
    });

    public byte[] Meta => MadeXdr.Of(xdr =>
    {
        xdr.Int32(MetaVersion);
        if (MetaVersion >= 3) xdr.Int32(0);
        if (MetaVersion > 0) xdr.UInt32(0); // changes before
        IEnumerable<MadeOperation> told = Operations.Take(OperationMetas ?? (Succeeded ? Operations.Length : 0));
        xdr.Xdr(MadeXdr.List([.. told.Select(operation => MadeXdr.Of(meta =>
        {
            if (MetaVersion == 4) meta.Int32(0);
            meta.Xdr(operation.Changes);
            if (MetaVersion == 4) meta.Xdr(MadeXdr.List(operation.Events));
        }))]));
        if (MetaVersion >= 2) xdr.Xdr(ChangesAfter);
        if (MetaVersion == 3)
        {
            xdr.Bool(SorobanEvents is not null);
            if (SorobanEvents is not null) xdr.Int32(0).Xdr(MadeXdr.List(SorobanEvents)).Xdr(MadeValue.Nothing).UInt32(0);
        }

        if (MetaVersion == 4) xdr.Bool(false).Xdr(MadeXdr.List([.. Events.Select(MadeValue.TransactionEvent)])).UInt32(0);
    });

    /// <summary>The same with a text memo.</summary>
    public MadeTransaction WithText(string text) => this with { Memo = xdr => xdr.Int32((int)MemoType.Text).VarOpaque(System.Text.Encoding.UTF8.GetBytes(text)) };

    /// <summary>The same with a memo of a number.</summary>
    public MadeTransaction WithId(ulong id) => this with { Memo = xdr => xdr.Int32((int)MemoType.Id).UInt64(id) };

    /// <summary>The same with a memo of 32 bytes, a hash or a return hash.</summary>
    public MadeTransaction WithHash(MemoType type, byte filled) => this with { Memo = xdr => xdr.Int32((int)type).Opaque(MadeLedger.Fill(filled)) };
}
