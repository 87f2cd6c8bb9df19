using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>One transaction with operations written field by field, alone in a ledger, and the row that is made of one of them.</summary>
internal sealed class MadeOperation
{
    // What MadeLedger writes for one transaction, and after: hash, fee, code, results, ext; fee changes; meta; upgrades and SCP.
    private const int TailSize = 32 + 8 + 4 + 4 + 4 + 4 + 16 + 8;

    private readonly List<byte[]> _operations = [];
    private readonly List<byte[]> _results = [];
    private readonly List<byte[]> _changes = [];

    /// <summary>Whether the transaction succeeded.</summary>
    public bool IsSuccessful { get; init; } = true;

    /// <summary>The id of a muxed source account; null for a plain one.</summary>
    public ulong? MuxedId { get; init; }

    /// <summary>Any account but the source.</summary>
    public static byte[] Other { get; } = Envelopes.Payer;

    /// <summary>An operation that names no source of its own.</summary>
    public MadeOperation With(OperationType type, Action<XdrWriter>? body = null, byte[]? source = null)
    {
        var xdr = new XdrWriter().Bool(source is not null);
        if (source is not null) xdr.Int32((int)CryptoKeyType.Ed25519).Opaque(source);
        xdr.Int32((int)type);
        body?.Invoke(xdr);
        _operations.Add(xdr.Written.ToArray());
        return this;
    }

    /// <summary>The result of the next operation: its own, after the code opINNER.</summary>
    public MadeOperation WithResult(OperationType type, int code, Action<XdrWriter>? rest = null)
    {
        XdrWriter xdr = new XdrWriter().Int32((int)OperationResultCode.Inner).Int32((int)type).Int32(code);
        rest?.Invoke(xdr);
        _results.Add(xdr.Written.ToArray());
        return this;
    }

    /// <summary>The result of the next operation: a general code.</summary>
    public MadeOperation WithResult(OperationResultCode code)
    {
        _results.Add(new XdrWriter().Int32((int)code).Written.ToArray());
        return this;
    }

    /// <summary>What the next operation changed.</summary>
    public MadeOperation WithChanges(params Action<XdrWriter>[] changes)
    {
        var xdr = new XdrWriter().UInt32((uint)changes.Length);
        foreach (Action<XdrWriter> change in changes) change(xdr);
        _changes.Add(xdr.Written.ToArray());
        return this;
    }

    /// <summary>The details of the last operation.</summary>
    public string Details() => Cell("operation_data")!;

    /// <summary>The result of the last operation.</summary>
    public string? Result() => Cell("operation_result");

    /// <summary>A column of the last operation's row.</summary>
    public string? Cell(string column)
    {
        using IExtractor extractor = Catalog.Find("operations").NewExtractor(MadeLedger.Network, Selection.Everything);
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(LedgerXdr());
        using RecordBatch rows = extractor.Extract(in ledger);
        return ((StringArray)rows.Column(column)).GetString(rows.Length - 1);
    }

    /// <summary>How many operations of the transaction pass a selection.</summary>
    public int Count(Selection selection)
    {
        using IExtractor extractor = Catalog.Find("operations").NewExtractor(MadeLedger.Network, selection);
        Ledger ledger = new LedgerWalk(MadeLedger.Network).Read(LedgerXdr());
        using RecordBatch rows = extractor.Extract(in ledger);
        return rows.Length;
    }

    private byte[] LedgerXdr()
    {
        byte[] envelope = Envelope();
        byte[] whole = MadeLedger.Of(envelope);
        var xdr = new XdrWriter().Xdr(whole.AsSpan(0, whole.Length - TailSize)).Opaque(MadeLedger.HashOf(envelope)).Int64(MadeLedger.FeeCharged);
        xdr.Int32((int)(IsSuccessful ? TransactionResultCode.Success : TransactionResultCode.Failed)).UInt32((uint)_results.Count);
        foreach (byte[] result in _results) xdr.Xdr(result);
        xdr.Int32(0).UInt32(0).Int32(2).UInt32(0).UInt32((uint)_changes.Count); // ext, fee changes, TransactionMetaV2: changes before
        foreach (byte[] changes in _changes) xdr.Xdr(changes);
        return xdr.UInt32(0).UInt32(0).UInt32(0).Written.ToArray(); // changes after, upgrades, SCP
    }

    // MadeLedger's envelope ends, without an operation, with their count, the ext and the count of signatures.
    private byte[] Envelope()
    {
        byte[] empty = Envelopes.V1(MuxedId, operations: 0);
        var xdr = new XdrWriter().Xdr(empty.AsSpan(0, empty.Length - 12)).UInt32((uint)_operations.Count);
        foreach (byte[] operation in _operations) xdr.Xdr(operation);
        return xdr.Int32(0).UInt32(0).Written.ToArray();
    }
}
