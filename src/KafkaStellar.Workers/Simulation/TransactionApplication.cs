using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Applies a ledger's transactions as the network does: first every fee, then one transaction after the other.</summary>
internal sealed class TransactionApplication
{
    private readonly Population _population;
    private readonly Journal _journal = new();
    private readonly ChangeList _changes;
    private readonly XdrWriter _events = new();
    private readonly OperationRules _rules;
    private readonly List<OperationOutcome> _outcomes = [];
    private readonly XdrWriter _before = new();
    private readonly XdrWriter _operations = new();
    private readonly XdrWriter _fees = new();
    private readonly List<int> _feeEnds = [];
    private readonly XdrWriter _results = new();
    private readonly XdrWriter _processing = new();

    public TransactionApplication(Population population)
    {
        _population = population;
        _changes = new ChangeList(_journal);
        _rules = new OperationRules(population.Native, _changes, _events);
    }

    /// <summary>The TransactionResultMetaV1 of each transaction, one after the other.</summary>
    public ReadOnlySpan<byte> Processing => _processing.Written;

    /// <summary>SHA-256 of the TransactionResultSet.</summary>
    public byte[] ResultSetHash { get; } = new byte[32];

    /// <summary>Applies transactions in their order.</summary>
    /// <returns>All fees charged, in stroops.</returns>
    public long Apply(IReadOnlyList<SimulatedTransaction> transactions, uint ledger, ulong closeTime)
    {
        _changes.Ledger = ledger;
        _results.Clear();
        _results.UInt32((uint)transactions.Count);
        _processing.Clear();
        long fees = ChargeFees(transactions);
        for (int i = 0; i < transactions.Count; i++)
        {
            ReadOnlySpan<byte> feeProcessing = _fees.Written[(i == 0 ? 0 : _feeEnds[i - 1]).._feeEnds[i]];
            TransactionResultMetaV1(transactions[i], feeProcessing, closeTime);
        }

        SHA256.HashData(_results.Written, ResultSetHash);
        return fees;
    }

    private long ChargeFees(IReadOnlyList<SimulatedTransaction> transactions)
    {
        long fees = 0;
        _fees.Clear();
        _feeEnds.Clear();
        foreach (SimulatedTransaction transaction in transactions)
        {
            SimulatedAccount payer = transaction.FeePayer;
            _changes.Clear();
            _changes.Update(payer, payer.State with { Balance = payer.State.Balance - transaction.FeeCharged });
            _changes.WriteTo(_fees);
            _feeEnds.Add(_fees.Written.Length);
            fees += transaction.FeeCharged;
        }

        _journal.Commit();
        return fees;
    }

    private void TransactionResultMetaV1(SimulatedTransaction transaction, ReadOnlySpan<byte> feeProcessing, ulong closeTime)
    {
        // The result stands before the meta, but is known only once the operations are applied: so they are applied first.
        UseSequenceNumber(transaction, closeTime);
        uint operations = ApplyOperations(transaction);
        int result = _results.Written.Length;
        _results.TransactionResultPair(transaction, _outcomes);

        _processing.Int32(0).Xdr(_results.Written[result..]).Xdr(feeProcessing); // ext, result, feeProcessing
        TransactionMetaV4(transaction, operations);
        _processing.UInt32(0); // postTxApplyFeeProcessing
    }

    private void TransactionMetaV4(SimulatedTransaction transaction, uint operations) => _processing
        .Int32(4)
        .Int32(0) // ext
        .Xdr(_before.Written) // txChangesBefore
        .UInt32(operations).Xdr(_operations.Written)
        .UInt32(0) // txChangesAfter
        .Bool(false) // sorobanMeta
        .UInt32(1).FeeEvent(_population.Native, transaction.FeePayer, transaction.FeeCharged)
        .UInt32(0); // diagnosticEvents

    // A fee bump looks at its fee source once more, and changes nothing.
    private void UseSequenceNumber(SimulatedTransaction transaction, ulong closeTime)
    {
        _changes.Clear();
        if (transaction.FeeSource is AccountAddress feeSource) _changes.Update(feeSource.Account, feeSource.Account.State);
        SimulatedAccount source = transaction.Source.Account;
        _changes.Update(source, source.State with
        {
            SequenceNumber = source.State.SequenceNumber + 1,
            SequenceLedger = _changes.Ledger,
            SequenceTime = closeTime,
        });
        _before.Clear();
        _changes.WriteTo(_before);
        _journal.Commit();
    }

    private uint ApplyOperations(SimulatedTransaction transaction)
    {
        _operations.Clear();
        _outcomes.Clear();
        if (!transaction.IsAuthorized) return 0;
        foreach (SimulatedOperation operation in transaction.Operations)
        {
            OperationOutcome outcome = _rules.Apply(transaction, operation);
            _outcomes.Add(outcome);
            if (outcome.IsSuccess) OperationMetaV2();
        }

        // All are tried, so that each has its result; but unless all succeed, none has happened.
        if (_outcomes.TrueForAll(outcome => outcome.IsSuccess))
        {
            _journal.Commit();
            return (uint)_outcomes.Count;
        }

        _journal.Undo();
        _operations.Clear();
        return 0;
    }

    private void OperationMetaV2()
    {
        _operations.Int32(0); // ext
        _changes.WriteTo(_operations);
        _operations.UInt32(_rules.EventCount).Xdr(_events.Written);
    }
}
