using System.Security.Cryptography;
using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Workers.Verification;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

/// <summary>How simulated ledgers close: arms, times, upgrades and dropped sets of protocols 28 to 30.</summary>
public class SimulatedClosingTests
{
    private static readonly SimulationOptions Small = new() { TransactionsPerLedger = 3 };

    private static readonly SimulationOptions Upgraded = Small with { Protocol = 29, Upgrade = new ProtocolUpgrade(10, 30) };

    [Theory]
    [InlineData(23u, StellarValueType.Signed)]
    [InlineData(27u, StellarValueType.Signed)]
    [InlineData(28u, StellarValueType.Signed, StellarValueType.EmptyTxSet)]
    [InlineData(29u, StellarValueType.Signed, StellarValueType.EmptyTxSet)]
    [InlineData(30u, StellarValueType.SignedMs, StellarValueType.EmptyTxSetMs)]
    public void A_protocol_closes_by_its_own_arms(uint protocol, params StellarValueType[] arms) =>
        Simulated.Ledgers(30, Small with { Protocol = protocol, EmptySetOneIn = 3 }).Select(ArmOf).Distinct().ShouldBe(arms, ignoreOrder: true);

    [Theory]
    [InlineData(25u)]
    [InlineData(30u)]
    public void No_set_is_dropped_unless_it_is_asked_for(uint protocol) =>
        Simulated.Ledgers(200, Small with { Protocol = protocol }).Count(IsDropped).ShouldBe(0);

    [Fact]
    public void One_in_so_many_sets_is_dropped() =>
        Simulated.Ledgers(500, Small with { EmptySetOneIn = 10 }).Count(IsDropped).ShouldBeInRange(25, 100);

    [Fact]
    public void Ledgers_share_a_second_and_differ_in_milliseconds()
    {
        List<byte[]> ledgers = Simulated.Ledgers(6, Small with { FirstCloseTime = 1_000 });

        ledgers.Select(CloseTime).ShouldBe([1_000ul, 1_000, 1_001, 1_001, 1_002, 1_003]);
        ledgers.Select(CloseTimeMilliseconds).ShouldBe([1_000_000ul, 1_000_600, 1_001_200, 1_001_800, 1_002_400, 1_003_000]);
    }

    [Fact]
    public void A_cadence_of_a_millisecond_is_one() =>
        Simulated.Ledgers(3, Small with { FirstCloseTime = 1_000, CadenceMilliseconds = 1 }).Select(CloseTimeMilliseconds).ShouldBe([1_000_000ul, 1_000_001, 1_000_002]);

    [Theory]
    [InlineData(null, 5)]
    [InlineData(1u, 1)]
    [InlineData(1_000u, 1)]
    [InlineData(1_001u, 2)]
    [InlineData(3_600_000u, 3_600)]
    public void A_cadence_is_rounded_up_to_whole_seconds_where_the_protocol_knows_no_others(uint? milliseconds, int seconds)
    {
        List<byte[]> ledgers = Simulated.Ledgers(3, Small with { Protocol = 29, FirstCloseTime = 1_000, CadenceMilliseconds = milliseconds });

        ledgers.Select(CloseTime).ShouldBe([1_000, 1_000 + (ulong)seconds, 1_000 + 2 * (ulong)seconds]);
    }

    [Fact]
    public void The_ledger_of_the_upgrade_names_the_new_protocol_and_closes_by_the_old_arm()
    {
        List<byte[]> ledgers = Simulated.Ledgers(10, Upgraded);

        ledgers.Select(ledger => Simulated.Read(ledger).LedgerHeader.Header.LedgerVersion).ShouldBe([29u, 29, 29, 29, 29, 29, 29, 29, 30, 30]);
        ledgers.Select(ArmOf).ShouldBe([.. Enumerable.Repeat(StellarValueType.Signed, 9), StellarValueType.SignedMs]);
        CloseTimeMilliseconds(ledgers[9]).ShouldBe(CloseTime(ledgers[8]) * 1_000 + 600);
    }

    [Fact]
    public void The_upgrade_stands_in_the_value_and_in_the_meta_of_its_ledger_alone()
    {
        foreach (byte[] ledger in Simulated.Ledgers(20, Upgraded))
        {
            LedgerCloseMetaV2 meta = Simulated.Read(ledger);
            bool isUpgrade = meta.LedgerHeader.Header.LedgerSeq == 10;
            XdrList<UpgradeType> voted = meta.LedgerHeader.Header.ScpValue.Upgrades;
            voted.Count.ShouldBe(isUpgrade ? 1 : 0);
            meta.UpgradesProcessing.Count.ShouldBe(isUpgrade ? 1 : 0);
            foreach (UpgradeType upgrade in voted) VersionOf(upgrade.Bytes).ShouldBe(30u);
            foreach (UpgradeEntryMeta upgrade in meta.UpgradesProcessing)
            {
                VersionOf(upgrade.Upgrade.Xdr).ShouldBe(30u);
                upgrade.Changes.Count.ShouldBe(0);
            }
        }
    }

    [Fact]
    public void The_ledger_of_the_upgrade_keeps_its_transactions() =>
        Simulated.Read(Simulated.Ledgers(9, Upgraded with { EmptySetOneIn = 1 })[^1]).TxProcessing.Count.ShouldBe(3);

    [Theory]
    [InlineData(29u)]
    [InlineData(30u)]
    public void A_dropped_set_leaves_an_empty_ledger_that_says_what_was_dropped(uint protocol)
    {
        List<byte[]> ledgers = Simulated.Ledgers(3, Small with { Protocol = protocol, EmptySetOneIn = 1 });

        LedgerCloseMetaV2 meta = Simulated.Read(ledgers[^1]);
        meta.TxProcessing.Count.ShouldBe(0);
        meta.LedgerHeader.Header.ScpValue.TxSetHash.ToArray().ShouldBe(new byte[32]);
        (byte[] set, byte[] previousHash, uint previousVersion) = Proposed(meta.LedgerHeader.Header.ScpValue.Ext);
        set.ShouldNotBe(SHA256.HashData(meta.TxSet.Xdr));
        previousHash.ShouldBe(Simulated.Read(ledgers[^2]).LedgerHeader.Hash.ToArray());
        previousVersion.ShouldBe(protocol);
    }

    [Fact]
    public void The_ledger_after_the_upgrade_may_drop_its_set_and_names_the_new_protocol_as_the_one_before()
    {
        StellarValue value = Simulated.Read(Simulated.Ledgers(10, Upgraded with { EmptySetOneIn = 1 })[^1]).LedgerHeader.Header.ScpValue;

        value.Ext.ProposedMsValue.PreviousLedgerVersion.ShouldBe(30u);
    }

    [SkippableFact]
    public void An_empty_set_is_the_one_that_stellar_core_writes()
    {
        byte[] real = RealLedgers.P28.Files.Single(file => file.Name.StartsWith("core-HerderTests", StringComparison.Ordinal)).LedgerCloseMetas().Single().ToArray();
        byte[] simulated = Simulated.Ledgers(1, Small with { Protocol = 28, EmptySetOneIn = 1 })[0];

        WithoutPreviousHash(simulated).ShouldBe(WithoutPreviousHash(real));

        static byte[] WithoutPreviousHash(byte[] ledger) => Simulated.Read(ledger).TxSet.Xdr[(sizeof(int) + 32)..].ToArray();
    }

    [Fact]
    public void The_verifier_has_nothing_to_say()
    {
        using var folder = new TemporaryFolder();
        string stream = MadeFiles.Stream(folder, "ledgers.gz", [.. Simulated.Ledgers(60, Small with { Protocol = 27, Upgrade = new ProtocolUpgrade(30, 30), EmptySetOneIn = 4 })]);
        using var output = new StringWriter();

        new VerifyCommand(Simulated.Network, Selection.Everything, [stream], complete: true, output, TextWriter.Null).Run(default).ShouldBe(ExitCodes.Done, output.ToString());
    }

    private static StellarValueType ArmOf(byte[] ledger) => Simulated.Read(ledger).LedgerHeader.Header.ScpValue.Ext.V;

    private static bool IsDropped(byte[] ledger) => ArmOf(ledger) is StellarValueType.EmptyTxSet or StellarValueType.EmptyTxSetMs;

    private static ulong CloseTime(byte[] ledger) => Simulated.Read(ledger).LedgerHeader.Header.ScpValue.CloseTime;

    private static ulong CloseTimeMilliseconds(byte[] ledger) => Simulated.Read(ledger).LedgerHeader.Header.ScpValue.Ext.SignedMsValue.CloseTimeMs;

    private static uint VersionOf(ReadOnlySpan<byte> upgrade)
    {
        var reader = new XdrReader(upgrade);
        uint version = LedgerUpgrade.Read(ref reader).NewLedgerVersion;
        reader.End();
        return version;
    }

    private static (byte[] Set, byte[] PreviousHash, uint PreviousVersion) Proposed(StellarValueExt ext) => ext.V == StellarValueType.EmptyTxSet
        ? (ext.ProposedValue.TxSetHash.ToArray(), ext.ProposedValue.PreviousLedgerHash.ToArray(), ext.ProposedValue.PreviousLedgerVersion)
        : (ext.ProposedMsValue.TxSetHash.ToArray(), ext.ProposedMsValue.PreviousLedgerHash.ToArray(), ext.ProposedMsValue.PreviousLedgerVersion);
}
