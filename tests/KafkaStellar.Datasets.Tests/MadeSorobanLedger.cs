using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>A LedgerCloseMeta V1 or V2 of protocol 23 whose transactions did what is asked of them, written field by field.</summary>
internal sealed class MadeSorobanLedger
{
    private readonly List<(byte[] Envelope, bool Succeeded, byte[] FeeChanges, byte[] Meta, byte[] PostFeeChanges)> _transactions = [];
    private readonly List<byte[]> _upgradeChanges = [];
    private readonly List<byte[]> _evictedKeys = [];
    private readonly List<byte[]> _evictedEntries = [];

    public static byte[] Nothing { get; } = [0, 0, 0, 0];

    public MadeSorobanLedger Transaction(byte[] meta, bool succeeded = true, byte[]? feeChanges = null, byte[]? postFeeChanges = null, bool isSoroban = true)
    {
        byte[] envelope = Envelopes.V1(muxedId: (ulong)_transactions.Count, ext: isSoroban ? xdr => xdr.Int32(1).SorobanData(1, 2, 3, 4) : null);
        _transactions.Add((envelope, succeeded, feeChanges ?? Nothing, meta, postFeeChanges ?? Nothing));
        return this;
    }

    public MadeSorobanLedger Upgrade(byte[] changes)
    {
        _upgradeChanges.Add(changes);
        return this;
    }

    public MadeSorobanLedger EvictedKey(byte[] ledgerKey)
    {
        _evictedKeys.Add(ledgerKey);
        return this;
    }

    public MadeSorobanLedger EvictedEntry(byte[] ledgerEntry)
    {
        _evictedEntries.Add(ledgerEntry);
        return this;
    }

    /// <summary>The hash of a transaction, by its place from 0.</summary>
    public byte[] HashOf(int transaction) => MadeLedger.HashOf(_transactions[transaction].Envelope);

    public byte[] Xdr(int version = 2)
    {
        var xdr = new XdrWriter();
        xdr.Int32(version).Int32(0).Opaque(MadeLedger.Fill(0x11));
        MadeLedger.Header(xdr, protocol: 23);
        xdr.Int32(0); // the history entry's ext
        xdr.Int32(1).Opaque(MadeLedger.Fill(0x22)).UInt32(1).Int32(0).UInt32(1).Int32(0).Bool(false); // one phase, one component, no discount
        List(xdr, _transactions, one => xdr.Xdr(one.Envelope));
        List(xdr, _transactions, one => Processing(xdr, version, one.Envelope, one.Succeeded, one.FeeChanges, one.Meta, one.PostFeeChanges));
        List(xdr, _upgradeChanges, changes => xdr.Int32((int)LedgerUpgradeType.Version).UInt32(23).Xdr(changes));
        xdr.UInt32(0).UInt64(0); // scpInfo, totalByteSizeOfLiveSorobanState
        List(xdr, _evictedKeys, key => xdr.Xdr(key));
        if (version == 1) List(xdr, _evictedEntries, entry => xdr.Xdr(entry));
        return xdr.Written.ToArray();
    }

    /// <summary>TransactionMeta V4 of one operation.</summary>
    public static byte[] MetaV4(byte[]? changes = null, byte[][]? events = null, byte[][]? transactionEvents = null, byte[][]? diagnosticEvents = null, byte[]? before = null, byte[]? after = null) =>
        MetaV4([(changes ?? Nothing, events ?? [])], transactionEvents, diagnosticEvents, before, after);

    /// <summary>TransactionMeta V4.</summary>
    public static byte[] MetaV4((byte[] Changes, byte[][] Events)[] operations, byte[][]? transactionEvents = null, byte[][]? diagnosticEvents = null, byte[]? before = null, byte[]? after = null)
    {
        var xdr = new XdrWriter().Int32(4).Int32(0).Xdr(before ?? Nothing);
        List(xdr, operations, operation =>
        {
            xdr.Int32(0).Xdr(operation.Changes);
            List(xdr, operation.Events, one => xdr.Xdr(one));
        });
        xdr.Xdr(after ?? Nothing).Bool(false);
        List(xdr, transactionEvents ?? [], one => xdr.Xdr(one));
        List(xdr, diagnosticEvents ?? [], one => xdr.Xdr(one));
        return xdr.Written.ToArray();
    }

    /// <summary>TransactionMeta V3 with Soroban meta.</summary>
    public static byte[] MetaV3(byte[][] events, byte[][] diagnosticEvents)
    {
        var xdr = new XdrWriter().Int32(3).Int32(0).Xdr(Nothing).UInt32(0).Xdr(Nothing).Bool(true).Int32(0);
        List(xdr, events, one => xdr.Xdr(one));
        xdr.Xdr(ScVals.Void);
        List(xdr, diagnosticEvents, one => xdr.Xdr(one));
        return xdr.Written.ToArray();
    }

    /// <summary>A ContractEvent.</summary>
    public static byte[] Event(byte[]? contract, byte[] value, params byte[][] topics)
    {
        var xdr = new XdrWriter().Int32(0).Bool(contract is not null);
        if (contract is not null) xdr.Opaque(contract);
        xdr.Int32((int)ContractEventType.Contract).Int32(0);
        List(xdr, topics, one => xdr.Xdr(one));
        return xdr.Xdr(value).Written.ToArray();
    }

    /// <summary>A TransactionEvent.</summary>
    public static byte[] EventAt(TransactionEventStage stage, byte[] contractEvent) => new XdrWriter().Int32((int)stage).Xdr(contractEvent).Written.ToArray();

    /// <summary>A DiagnosticEvent.</summary>
    public static byte[] Diagnostic(bool inSuccessfulCall, byte[] contractEvent) => new XdrWriter().Bool(inSuccessfulCall).Xdr(contractEvent).Written.ToArray();

    private static void Processing(XdrWriter xdr, int version, byte[] envelope, bool succeeded, byte[] feeChanges, byte[] meta, byte[] postFeeChanges)
    {
        if (version == 2) xdr.Int32(0);
        xdr.Opaque(MadeLedger.HashOf(envelope)).Int64(MadeLedger.FeeCharged)
            .Int32((int)(succeeded ? TransactionResultCode.Success : TransactionResultCode.Failed)).UInt32(0).Int32(0)
            .Xdr(feeChanges).Xdr(meta);
        if (version == 2) xdr.Xdr(postFeeChanges);
    }

    private static void List<T>(XdrWriter xdr, IReadOnlyCollection<T> items, Action<T> write)
    {
        xdr.UInt32((uint)items.Count);
        foreach (T item in items) write(item);
    }
}
