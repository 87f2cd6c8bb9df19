using System.Buffers.Binary;
using System.Text.Json;

namespace KafkaStellar.Testing.Tests;

public sealed class RealLedgersTests
{
    [SkippableTheory]
    [InlineData("pubnet", 21)]
    [InlineData("testnet", 10)]
    [InlineData("core-with-classic-events", 40)]
    [InlineData("core-without-classic-events", 40)]
    [InlineData("fuzz", 2000)]
    public void A_set_holds_as_many_ledgers_as_it_has_reference_rows(string name, int ledgers)
    {
        RealLedgers.Set(name).LedgerCloseMetas().Count().ShouldBe(ledgers);
        Golden.Read(name, "ledgers").Count.ShouldBe(ledgers);
    }

    [SkippableFact]
    public void Every_ledger_begins_with_a_version_that_LedgerCloseMeta_has()
    {
        foreach (ReadOnlyMemory<byte> ledger in RealLedgers.SetsWithReferenceRows.SelectMany(set => RealLedgers.Set(set).LedgerCloseMetas()))
            BinaryPrimitives.ReadUInt32BigEndian(ledger.Span).ShouldBeLessThanOrEqualTo(2u);
        RealLedgers.Load.LedgerCloseMetas().ShouldNotBeEmpty();
    }

    [SkippableFact]
    public void Files_of_a_lake_come_in_ledger_order()
    {
        uint[] expected = [.. Golden.Read("pubnet", "ledgers").Select(row => row.GetProperty("sequence").GetUInt32())];

        RealLedgers.Pubnet.Files.Select(file => uint.Parse(file.Name.Split("--")[1].Split('.')[0])).ShouldBe(expected);
    }

    [SkippableFact]
    public void Reference_rows_agree_with_themselves_and_differ_when_one_is_changed()
    {
        IReadOnlyList<JsonElement> rows = Golden.Read("testnet", "events");
        var comparison = new RowComparison("ledger", "ledger", ComparedColumn.Same("amount"), ComparedColumn.Same("tx_hash"));

        comparison.Verify(rows, rows);
        comparison.Differences(rows, rows.Skip(1)).ShouldNotBeEmpty();
    }
}
