using System.Collections.Concurrent;
using System.Text.Json;
using KafkaStellar.Testing;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Operations as stellar-etl tells them, each with our row of the same operation; a set is read once.</summary>
public sealed class StellarEtlOperations
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<(JsonElement Theirs, JsonElement Ours)>> _pairs = new();

    /// <summary>Every operation of a set's ledgers, in their order; skips the running test, with the reason, where the rows are not.</summary>
    /// <exception cref="RowsDifferException">One side has a row that the other has not.</exception>
    public IReadOnlyList<(JsonElement Theirs, JsonElement Ours)> Of(string set) => _pairs.GetOrAdd(set, Read);

    /// <summary>Those that stellar-etl does not refuse.</summary>
    public IEnumerable<(JsonElement Theirs, JsonElement Ours)> ToldOf(string set) => Of(set).Where(pair => !IsRefused(pair.Theirs));

    /// <summary>Whether stellar-etl refuses an operation: its row is the reason, and no more.</summary>
    public static bool IsRefused(JsonElement theirs) => theirs.TryGetProperty("error", out _);

    private static IReadOnlyList<(JsonElement Theirs, JsonElement Ours)> Read(string set)
    {
        IReadOnlyList<JsonElement> theirs = Golden.ReadEtl(set, "operations");
        RealLedgerSet ledgers = RealLedgers.Set(set);
        HashSet<string> columns = [.. Catalog.Find("operations").Schema.FieldsList.Select(field => field.Name).Except(["body_xdr", "result_xdr"])];
        List<JsonElement> ours = BatchRows.Extract(Catalog.Find("operations"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), columns);

        new RowComparison("ledger", "ledger_seq", ComparedColumn.Same("tx_index"), ComparedColumn.Same("op_index"), ComparedColumn.Same("tx_hash")).Verify(theirs, ours);
        return [.. theirs.Zip(ours)];
    }
}
