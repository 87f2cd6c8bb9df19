using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>Ledger in, its rows of <c>contract_events</c> out: by transaction, its own events, those of its operations, its diagnostic ones.</summary>
/// <remarks>
/// Of a selection: <see cref="Selection.Contracts"/> emitted the event; one of <see cref="Selection.Accounts"/> is named, muxed or not and
/// at any depth, by a topic or the value; with <see cref="Selection.SuccessfulOnly"/> the transaction succeeded. Diagnostic events are
/// left out unless <see cref="Selection.Diagnostics"/>: they repeat others and are what the node was set up to tell.
/// </remarks>
public sealed class ContractEventsExtractor(Selection selection) : IExtractor
{
    private readonly TransactionEvents _events = new();
    private ContractEventsTable _table = new();

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new ContractEventsTable(),
        "One row per event of a transaction, its operations or, where asked for, the host's diagnostics.",
        [nameof(Selection.Contracts), nameof(Selection.Accounts), nameof(Selection.SuccessfulOnly), nameof(Selection.Diagnostics)],
        (_, selection) => new ContractEventsExtractor(selection));

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        try
        {
            AppendAll(in ledger);
            return _table.Flush();
        }
        catch (Exception problem) when (problem is XdrException or LedgerRefusedException)
        {
            _table.Dispose();
            _table = new ContractEventsTable();
            if (problem is XdrException xdr) throw new LedgerRefusedException(ledger.Sequence, xdr);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void AppendAll(in Ledger ledger)
    {
        long closedAt = ledger.ClosedAtMicroseconds;
        _events.Begin(in ledger);
        for (int transaction = 0; transaction < ledger.TransactionCount; transaction++)
        {
            // Also the events of a failed transaction are read where they are not wanted: they count in the ids of those that follow.
            _events.Read(in ledger, transaction, selection.Diagnostics);
            if (selection.SuccessfulOnly && !ledger.Transaction(transaction).IsSuccessful) continue;

            ReadOnlySpan<byte> hash = ledger.PartsOf(transaction).Result.Of(ledger.Xdr)[..32];
            Append(in ledger, closedAt, hash, transaction, _events.OfTransaction);
            Append(in ledger, closedAt, hash, transaction, _events.OfOperations);
            Append(in ledger, closedAt, hash, transaction, _events.Diagnostic);
        }
    }

    private void Append(in Ledger ledger, long closedAt, ReadOnlySpan<byte> hash, int transaction, ReadOnlySpan<EventParts> events)
    {
        foreach (ref readonly EventParts parts in events)
        {
            var row = new ContractEventRow(ledger.Xdr, parts, _events.Topics)
            {
                LedgerSequence = ledger.Sequence,
                ClosedAtMicroseconds = closedAt,
                TransactionHash = hash,
                TransactionIndex = (uint)transaction + 1,
            };
            if (IsWanted(in row)) _table.Append(in row);
        }
    }

    private bool IsWanted(in ContractEventRow row) =>
        selection.Contracts.Passes(row.Contract) && (selection.Accounts.IsEmpty || NamesAccount(in row));

    private bool NamesAccount(in ContractEventRow row)
    {
        for (int i = 0; i < row.TopicCount; i++)
        {
            if (Names(row.Topic(i))) return true;
        }

        return Names(row.Value);
    }

    private bool Names(ReadOnlySpan<byte> value)
    {
        var reader = new XdrReader(value);
        return AddressSearch.Names(ref reader, selection.Accounts);
    }
}
