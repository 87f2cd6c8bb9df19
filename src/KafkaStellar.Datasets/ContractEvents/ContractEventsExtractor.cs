using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>Ledger in, its rows of <c>contract_events</c> or of <c>diagnostic_events</c> out: by transaction, its own events, those of its operations, its diagnostic ones.</summary>
/// <remarks>
/// Of a selection: <see cref="Selection.Contracts"/> emitted the event; one of <see cref="Selection.Accounts"/> is named, muxed or not and
/// at any depth, by a topic or the value; with <see cref="Selection.SuccessfulOnly"/> the transaction succeeded. Diagnostic events are
/// left out unless <see cref="Selection.Diagnostics"/>: they are most of the volume, repeat others, and are what the node was set up to tell.
/// </remarks>
public sealed class ContractEventsExtractor : IExtractor
{
    private const string ContractEventsName = "contract_events";
    private const string DiagnosticEventsName = "diagnostic_events";

    private readonly TransactionEvents _events = new();
    private readonly ContractEventsTable _table;
    private readonly Selection _selection;
    private readonly bool _onlyDiagnostics;

    private ContractEventsExtractor(string name, Selection selection)
    {
        _table = new ContractEventsTable(name);
        _onlyDiagnostics = name == DiagnosticEventsName;
        _selection = _onlyDiagnostics ? selection with { Diagnostics = true } : selection;
    }

    /// <summary>The dataset of events; diagnostic ones too where they are asked for.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new ContractEventsTable(ContractEventsName),
        "One row per event of a transaction, its operations or, where asked for, the host's diagnostics.",
        [nameof(Selection.Contracts), nameof(Selection.Accounts), nameof(Selection.SuccessfulOnly), nameof(Selection.Diagnostics)],
        (_, selection) => new ContractEventsExtractor(ContractEventsName, selection));

    /// <summary>The dataset of diagnostic events alone, so that in the fleet they have a topic of their own.</summary>
    public static Dataset Diagnostics { get; } = Datasets.Dataset.Of(
        new ContractEventsTable(DiagnosticEventsName),
        "One row per diagnostic event: what the host told of a transaction while it ran.",
        [nameof(Selection.Contracts), nameof(Selection.Accounts), nameof(Selection.SuccessfulOnly)],
        (_, selection) => new ContractEventsExtractor(DiagnosticEventsName, selection));

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        AppendAll(in ledger);
        return _table.Flush();
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
            _events.Read(in ledger, transaction, _selection.Diagnostics);
            if (_selection.SuccessfulOnly && !ledger.Transaction(transaction).IsSuccessful) continue;

            ReadOnlySpan<byte> hash = ledger.PartsOf(transaction).Result.Of(ledger.Xdr)[..32];
            if (!_onlyDiagnostics)
            {
                Append(in ledger, closedAt, hash, transaction, _events.OfTransaction);
                Append(in ledger, closedAt, hash, transaction, _events.OfOperations);
            }

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
        _selection.Contracts.Passes(row.Contract) && (_selection.Accounts.IsEmpty || NamesAccount(in row));

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
        return AddressSearch.Names(ref reader, _selection.Accounts);
    }
}
