using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>The part of a TransactionMeta that tells of operations, read forward and once, and only as far as it is asked.</summary>
internal ref struct OperationMetas
{
    // Until protocol 12 a transaction that ended in an internal error kept the meta of operations that were undone (stellar/go#2111).
    private const uint LastProtocolWithUndoneMeta = 12;

    private readonly ReadOnlySpan<byte> _xdr;
    private XdrReader _reader;
    private int _version;
    private int _count;
    private int _next;

    public OperationMetas(in Ledger ledger, in LedgerTransaction transaction)
    {
        bool isUndone = transaction.Result.Result.Code == TransactionResultCode.InternalError && ledger.Header.LedgerVersion <= LastProtocolWithUndoneMeta;
        _xdr = isUndone ? default : transaction.MetaXdr;
        _reader = new XdrReader(_xdr);
        _next = -1;
    }

    /// <summary>What is said of an operation; of nothing where the meta does not go so far, as that of a failed transaction.</summary>
    /// <param name="index">From 0, and greater than that of the call before.</param>
    /// <param name="type">The operation's type.</param>
    public OperationEffects At(int index, OperationType type)
    {
        if (_xdr.IsEmpty || !IsTelling(type)) return default;
        if (_next < 0) Begin();
        if (index >= _count) return default;

        while (_next < index)
        {
            SkipChanges();
            SkipEvents();
        }

        ReadOnlySpan<byte> changes = ReadChanges(out ReadOnlySpan<byte> sponsor);
        return new OperationEffects { ChangesXdr = changes, Sponsor = sponsor, Events = ReadEvents(type) };
    }

    // Operations of these types create entries that can be sponsored, change a pool, or call contracts.
    private static bool IsTelling(OperationType type) => type is OperationType.CreateAccount or OperationType.ManageSellOffer
        or OperationType.ManageBuyOffer or OperationType.CreatePassiveSellOffer or OperationType.SetOptions or OperationType.ChangeTrust
        or OperationType.AllowTrust or OperationType.SetTrustLineFlags or OperationType.ManageData or OperationType.CreateClaimableBalance
        or OperationType.LiquidityPoolDeposit or OperationType.LiquidityPoolWithdraw or OperationType.InvokeHostFunction;

    private void Begin()
    {
        _version = _reader.ReadInt32();
        if (_version >= 3) ExtensionPoint.Skip(ref _reader);
        if (_version >= 1) XdrList<LedgerEntryChange>.Skip(ref _reader);
        _count = _reader.ReadLength(int.MaxValue);
        _next = 0;
    }

    private void SkipChanges()
    {
        if (_version >= 4) ExtensionPoint.Skip(ref _reader);
        XdrList<LedgerEntryChange>.Skip(ref _reader);
    }

    private void SkipEvents()
    {
        if (_version >= 4) XdrList<ContractEvent>.Skip(ref _reader);
        _next++;
    }

    private ReadOnlySpan<byte> ReadChanges(out ReadOnlySpan<byte> sponsor)
    {
        sponsor = default;
        if (_version >= 4) ExtensionPoint.Skip(ref _reader);
        int start = _reader.Position;
        int count = _reader.ReadLength(int.MaxValue);
        for (int i = 0; i < count; i++)
        {
            LedgerEntryChange change = LedgerEntryChange.Read(ref _reader);
            if (change.Type == LedgerEntryChangeType.Created && sponsor.IsEmpty) sponsor = SponsorOf(change.Created);
        }

        return _reader.Since(start);
    }

    private static ReadOnlySpan<byte> SponsorOf(LedgerEntry entry)
    {
        if (entry.Ext.V != 1) return default;
        XdrOptional<PublicKey> sponsor = entry.Ext.V1.SponsoringID;
        return sponsor.HasValue ? sponsor.Value.Ed25519 : default;
    }

    // Meta V4 keeps events with the operation; V3 after all operations, of which a smart contract transaction has only one.
    private XdrList<ContractEvent> ReadEvents(OperationType type)
    {
        if (type != OperationType.InvokeHostFunction || _version < 3)
        {
            SkipEvents();
            return default;
        }

        _next++;
        return _version >= 4 ? XdrList<ContractEvent>.Read(ref _reader) : ReadSorobanEvents();
    }

    private readonly XdrList<ContractEvent> ReadSorobanEvents()
    {
        var reader = new XdrReader(_xdr);
        reader.ReadInt32();
        ExtensionPoint.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        XdrList<OperationMeta>.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        if (!reader.ReadBool()) return default;
        SorobanTransactionMetaExt.Skip(ref reader);
        return XdrList<ContractEvent>.Read(ref reader);
    }
}
