using System.Runtime.InteropServices;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>Where the events of one transaction after the other stand in their ledger. Its memory is kept from ledger to ledger.</summary>
/// <remarks>
/// TransactionMeta V3 has the events of a Soroban transaction's one operation in its Soroban meta; V4 has those of each operation and
/// the transaction's own (CAP-67). Earlier meta has none. The meta is read forward and once.
/// </remarks>
internal sealed class TransactionEvents
{
    // ext, no contract, type, the body's version, no topics, and the smallest value.
    private const int MinEventSize = 6 * sizeof(int);

    private readonly List<EventParts> _events = [];
    private readonly List<Extent> _topics = [];
    private ValueBudget _budget;
    private uint _ledger;
    private uint _transaction;
    private uint _beforeAll;
    private uint _afterAll;
    private uint _after;
    private int _operationsEnd;
    private int _transactionEnd;

    /// <summary>The events of its operations, one operation after the other.</summary>
    public ReadOnlySpan<EventParts> OfOperations => CollectionsMarshal.AsSpan(_events)[.._operationsEnd];

    /// <summary>The transaction's own events.</summary>
    public ReadOnlySpan<EventParts> OfTransaction => CollectionsMarshal.AsSpan(_events)[_operationsEnd.._transactionEnd];

    /// <summary>Its diagnostic events, where they were asked for.</summary>
    public ReadOnlySpan<EventParts> Diagnostic => CollectionsMarshal.AsSpan(_events)[_transactionEnd..];

    /// <summary>The topics of all its events.</summary>
    public ReadOnlySpan<Extent> Topics => CollectionsMarshal.AsSpan(_topics);

    /// <summary>Begins a ledger: some of its events are counted over all of it.</summary>
    public void Begin(in Ledger ledger)
    {
        _ledger = ledger.Sequence;
        _beforeAll = _afterAll = 0;
        _budget = default;
    }

    /// <summary>Reads the events of the ledger's next transaction.</summary>
    /// <param name="ledger">The ledger that was begun.</param>
    /// <param name="transaction">The transaction's place in it, from 0.</param>
    /// <param name="diagnostics">Whether its diagnostic events are wanted too.</param>
    /// <exception cref="LedgerRefusedException">The ledger holds more than is read of one.</exception>
    public void Read(in Ledger ledger, int transaction, bool diagnostics)
    {
        _events.Clear();
        _topics.Clear();
        _transaction = (uint)transaction + 1;
        _operationsEnd = _transactionEnd = 0;
        _after = 0;

        var reader = new XdrReader(ledger.Xdr);
        reader.Advance(ledger.PartsOf(transaction).Meta.Start);
        int version = reader.ReadInt32();
        if (version == 4) ReadV4(ref reader, diagnostics);
        else if (version == 3 && ledger.Transaction(transaction).Body.IsSoroban) ReadV3(ref reader, diagnostics);
    }

    private void ReadV3(scoped ref XdrReader reader, bool diagnostics)
    {
        ExtensionPoint.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        XdrList<OperationMeta>.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        if (!reader.ReadBool()) return;

        SorobanTransactionMetaExt.Skip(ref reader);
        ReadOperationEvents(ref reader, 0);
        _operationsEnd = _transactionEnd = _events.Count;
        if (!diagnostics) return;
        SCVal.Skip(ref reader); // the return value
        ReadDiagnosticEvents(ref reader);
    }

    private void ReadV4(scoped ref XdrReader reader, bool diagnostics)
    {
        ExtensionPoint.Skip(ref reader);
        XdrList<LedgerEntryChange>.Skip(ref reader);
        int operations = reader.ReadCount(int.MaxValue, 3 * sizeof(int));
        for (int operation = 0; operation < operations; operation++)
        {
            ExtensionPoint.Skip(ref reader);
            XdrList<LedgerEntryChange>.Skip(ref reader);
            ReadOperationEvents(ref reader, (uint)operation);
        }

        _operationsEnd = _events.Count;
        XdrList<LedgerEntryChange>.Skip(ref reader);
        XdrOptional<SorobanTransactionMetaV2>.Skip(ref reader);
        ReadTransactionEvents(ref reader);
        _transactionEnd = _events.Count;
        if (diagnostics) ReadDiagnosticEvents(ref reader);
    }

    private void ReadOperationEvents(scoped ref XdrReader reader, uint operation)
    {
        uint count = (uint)reader.ReadCount(int.MaxValue, MinEventSize);
        for (uint i = 0; i < count; i++)
            ReadEvent(ref reader, EventStage.Operation, operation + 1, i, EventId.InOperation(_ledger, _transaction, operation, i), true);
    }

    private void ReadTransactionEvents(scoped ref XdrReader reader)
    {
        uint count = (uint)reader.ReadCount(int.MaxValue, sizeof(int) + MinEventSize);
        for (uint i = 0; i < count; i++)
        {
            var stage = (EventStage)TransactionEventStageXdr.Read(ref reader);
            EventId id = stage switch
            {
                EventStage.BeforeAllTransactions => EventId.BeforeAllTransactions(_ledger, _beforeAll++),
                EventStage.AfterTransaction => EventId.AfterTransaction(_ledger, _transaction, _after++),
                _ => EventId.AfterAllTransactions(_ledger, _afterAll++),
            };
            ReadEvent(ref reader, stage, 0, i, id, true);
        }
    }

    private void ReadDiagnosticEvents(scoped ref XdrReader reader)
    {
        uint count = (uint)reader.ReadCount(int.MaxValue, sizeof(int) + MinEventSize);
        for (uint i = 0; i < count; i++)
        {
            bool inSuccessfulCall = reader.ReadBool();
            ReadEvent(ref reader, EventStage.Diagnostic, 0, i, EventId.InOperation(_ledger, _transaction, 0, i), inSuccessfulCall);
        }
    }

    private void ReadEvent(scoped ref XdrReader reader, EventStage stage, uint operation, uint index, EventId id, bool inSuccessfulCall)
    {
        int start = reader.Position;
        ExtensionPoint.Skip(ref reader);
        Extent contract = default;
        if (reader.ReadBool())
        {
            contract = new Extent(reader.Position, 32);
            reader.Advance(32);
        }

        ContractEventType type = ContractEventTypeXdr.Read(ref reader);
        reader.Advance(sizeof(int)); // the body's version, always 0
        int firstTopic = _topics.Count;
        int topics = reader.ReadCount(int.MaxValue, sizeof(int));
        for (int i = 0; i < topics; i++) _topics.Add(ReadValue(ref reader));
        Extent value = ReadValue(ref reader);
        _budget.Take(_ledger, new Extent(start, reader.Position - start));
        _events.Add(new EventParts(stage, operation, index, id, inSuccessfulCall, contract, type, firstTopic, topics, value));
    }

    private static Extent ReadValue(scoped ref XdrReader reader)
    {
        int start = reader.Position;
        SCVal.Skip(ref reader);
        return new Extent(start, reader.Position - start);
    }
}
