using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>The token transfers of one ledger, gathered transaction by transaction, wherever the transactions come from.</summary>
/// <remarks>
/// <para>
/// Derived, the events follow from envelopes, results and changes; unified, they are read from the meta's own events (CAP-67), which only
/// ledgers of TransactionMeta V4 with classic events have. Either way they are those of Stellar's Go SDK, of the release that the profile names.
/// </para>
/// <para>
/// Their order: what every transaction was charged; then what the operations did, in order of application; then what was refunded. Before
/// protocol 23 a refund stands behind its own transaction's operations instead. The protocol is the one that the ledger closed with.
/// </para>
/// </remarks>
internal sealed class LedgerTransfers
{
    private const uint FirstProtocolWithLateRefunds = 23;

    private readonly TransferBuffer _buffer;
    private readonly FeeTransfers _fees;
    private readonly ClassicTransfers _classic;
    private readonly ContractTransfers _contracts;
    private readonly Reconciliation _reconciliation;
    private readonly bool _unified;

    /// <summary>Gathers for a network.</summary>
    /// <param name="network">The network, whose id is in every asset's contract.</param>
    /// <param name="unified">Whether events are read from the meta's own instead of derived.</param>
    /// <param name="profile">Which release of the SDK they equal.</param>
    public LedgerTransfers(Network network, bool unified, TransferProfile profile)
    {
        _unified = unified;
        _buffer = new TransferBuffer(new AssetContracts(network.Id));
        var movements = new Movements(_buffer);
        _fees = new FeeTransfers(_buffer);
        _classic = new ClassicTransfers(_buffer, movements, profile);
        _contracts = new ContractTransfers(_buffer, movements, profile);
        _reconciliation = new Reconciliation(_buffer);
    }

    /// <summary>The ledger's sequence.</summary>
    public uint Sequence { get; private set; }

    /// <summary>The protocol version of its header.</summary>
    public uint ProtocolVersion { get; private set; }

    /// <summary>When it closed, in microseconds since 1970 UTC.</summary>
    public long ClosedAtMicroseconds { get; private set; }

    /// <summary>How many events were gathered.</summary>
    public int Count => _buffer.Charges.Count + _buffer.Operations.Count + _buffer.Refunds.Count;

    /// <summary>The event at a place in the ledger's order, from 0.</summary>
    public ref readonly TransferEvent this[int index]
    {
        get
        {
            if (index < _buffer.Charges.Count) return ref _buffer.Charges[index];
            index -= _buffer.Charges.Count;
            if (index < _buffer.Operations.Count) return ref _buffer.Operations[index];
            return ref _buffer.Refunds[index - _buffer.Operations.Count];
        }
    }

    /// <summary>The transaction that an event is of.</summary>
    public ref readonly TransferTransaction TransactionOf(in TransferEvent transfer) => ref _buffer.Transactions[transfer.Transaction];

    /// <summary>What an extent of an event or a transaction stands for.</summary>
    public ReadOnlySpan<byte> Text(Extent extent) => extent.Of(_buffer.Text);

    /// <summary>Starts a ledger; what was gathered before is gone.</summary>
    public void Begin(uint sequence, uint protocolVersion, long closedAtMicroseconds)
    {
        Sequence = sequence;
        ProtocolVersion = protocolVersion;
        ClosedAtMicroseconds = closedAtMicroseconds;
        _buffer.Begin(sequence);
    }

    /// <summary>Adds a transaction, in order of application.</summary>
    /// <exception cref="LedgerRefusedException">The transaction tells no true story; the ledger is to be left whole.</exception>
    public void Add(in LedgerTransaction transaction)
    {
        _buffer.BeginTransaction(in transaction);
        try
        {
            if (_unified) AddUnified(in transaction);
            else AddDerived(in transaction);
        }
        catch (BrokenChangesException broken)
        {
            throw _buffer.Refused(broken.Message);
        }
    }

    private bool RefundsComeLate => ProtocolVersion >= FirstProtocolWithLateRefunds;

    private void AddDerived(in LedgerTransaction transaction)
    {
        TransactionBody body = transaction.Body;
        var meta = new MetaWalk(transaction.MetaXdr);
        _fees.AddCharge(in transaction, in body);
        if (body.IsSoroban && meta.Version < 3) throw _buffer.Refused($"a Soroban transaction with TransactionMeta V{meta.Version}");
        if (transaction.IsSuccessful) AddOperations(in transaction, in body, ref meta);
        if (!body.IsSoroban) return;
        _buffer.BeginOperation(0);
        _fees.AddRefund(in transaction, in body, meta.ChangesAfter(), RefundsComeLate);
    }

    private void AddOperations(in LedgerTransaction transaction, in TransactionBody body, ref MetaWalk meta)
    {
        XdrList<OperationResult>.Enumerator results = ResultsOf(transaction.Result.Result).GetEnumerator();
        int index = -1;
        foreach (Operation operation in body.Operations)
        {
            _buffer.BeginOperation((uint)++index + 1);
            if (!results.MoveNext()) throw _buffer.Refused("an operation of a successful transaction has no result");
            OperationType type = operation.Body.Type;
            if (meta.Version == 0 && NeedsMeta(type)) throw _buffer.Refused("TransactionMeta V0 does not tell what its operation did");
            Holder source = SourceOf(in body, operation);
            int first = _buffer.Operations.Count;
            if (type == OperationType.InvokeHostFunction) AddContractEvents(index, transaction.MetaXdr, ref meta);
            else if (!_classic.Add(in body, operation.Body, index, in source, results.Current, ref meta)) continue;

            if (ProtocolVersion >= Reconciliation.FirstProtocolWithout) continue;
            if (meta.Version == 0) throw _buffer.Refused("TransactionMeta V0 does not tell what its operation did");
            _reconciliation.Add(source.Reduced, meta.Changes(index), first);
        }
    }

    // In version 3 the events stand behind the changes after the operations, whatever operation they are of.
    private void AddContractEvents(int index, ReadOnlySpan<byte> metaXdr, ref MetaWalk meta)
    {
        if (meta.Version == 3)
        {
            var whole = new MetaWalk(metaXdr);
            whole.ChangesAfter();
            whole.ReadSorobanEvents(_contracts);
        }
        else if (meta.Version == 4)
        {
            if (meta.Operations > 0 && index >= meta.Operations) throw _buffer.Refused("the meta ends before the operation");
            meta.ReadEvents(index, _contracts);
        }
    }

    private void AddUnified(in LedgerTransaction transaction)
    {
        var meta = new MetaWalk(transaction.MetaXdr);
        if (meta.Version != 4) throw _buffer.Refused($"TransactionMeta V{meta.Version} has no events of its own to read (unified); only V4 has");
        if (transaction.IsSuccessful)
        {
            for (int i = 0; i < meta.Operations; i++)
            {
                _buffer.BeginOperation((uint)i + 1);
                meta.ReadEvents(i, _contracts);
            }
        }

        meta.ChangesAfter();
        _buffer.BeginOperation(0);
        FeeEvents fees = meta.ReadTransactionEvents(_contracts);
        if (fees.Count is 0 or > 2) throw _buffer.Refused($"{fees.Count} fee events, where there is one, or two with the refund; were classic events written?");
        _buffer.AddCharge(in fees.Payer, fees.Charge);
        if (fees.Count == 2) _buffer.AddRefund(in fees.Refunded, fees.Refund, RefundsComeLate);
    }

    // What else there is needs nothing but the operation and its result.
    private static bool NeedsMeta(OperationType type) => type is OperationType.InvokeHostFunction
        or OperationType.ClaimClaimableBalance or OperationType.ClawbackClaimableBalance
        or OperationType.AllowTrust or OperationType.SetTrustLineFlags
        or OperationType.LiquidityPoolDeposit or OperationType.LiquidityPoolWithdraw;

    private static Holder SourceOf(in TransactionBody body, Operation operation)
    {
        if (operation.SourceAccount.HasValue) return Holder.Account(operation.SourceAccount.Value);
        return body.Source.Xdr.IsEmpty ? Holder.Account(body.SourceAccount) : Holder.Account(body.Source);
    }

    private static XdrList<OperationResult> ResultsOf(TransactionResultResult result)
    {
        if (result.Code is TransactionResultCode.Success) return result.Results;
        InnerTransactionResultResult inner = result.InnerResultPair.Result.Result;
        return inner.Code is TransactionResultCode.Success or TransactionResultCode.Failed ? inner.Results : default;
    }
}
