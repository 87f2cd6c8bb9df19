using KafkaStellar.Lake;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Verification;

/// <summary>Ledgers of intents side by side: 64 in a run, 12 partitions, so that after ledger 127 of partition 1 comes ledger 832.</summary>
public sealed class LakeTilingTests
{
    private const string Topic = "stellar.standalone.transactions.v1";

    private readonly LakeTiling _tiling = new();

    [Fact]
    public void Intents_that_hold_each_ledger_once_are_sound_whatever_their_order()
    {
        Add(0, (2, 63), (768, 790));
        Add(1, (64, 100));
        Add(1, (110, 127));
        Add(1, (101, 109)); // late
        Add(1, (832, 840));

        _tiling.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void Ledgers_that_are_missing_before_others_of_their_partition_are_named()
    {
        Add(0, (2, 63));
        Add(1, (66, 127), (833, 840));

        _tiling.Problems().ShouldBe([$"{Topic}/1: ledgers 64 to 65 of this partition are in no intent. {LakeTiling.Remedy}", $"{Topic}/1: ledgers 832 to 832 of this partition are in no intent. {LakeTiling.Remedy}"]);
    }

    [Fact]
    public void What_a_partition_has_not_yet_is_not_missing()
    {
        Add(0, (2, 63));
        Add(2, (128, 191));

        _tiling.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void A_partition_that_has_nothing_when_others_went_once_around_is_named()
    {
        Add(0, (2, 63), (768, 831), (1536, 1600));

        _tiling.Problems().ShouldContain($"{Topic}/1: no intent holds anything of this partition, whose ledgers begin with 64; others hold ledgers up to 1600. {LakeTiling.Remedy}");
    }

    [Fact]
    public void A_ledger_in_two_intents_is_named_with_both()
    {
        Add(0, (2, 20));
        Add(0, (18, 30));

        _tiling.Problems().ShouldBe([$"{Topic}/0: ledgers 18 to 20 are in two intents: 2 to 20; 18 to 30. {LakeTiling.Remedy}"]);
    }

    [Fact]
    public void An_intent_of_version_2_that_names_its_ends_only_may_have_room_for_a_late_ledger()
    {
        Add(0, (2, 20), Intent.OldestVersion);
        Add(0, (18, 18));

        _tiling.Problems().ShouldBeEmpty();
    }

    private void Add(int partition, params (uint First, uint Last)[] ledgers) => Add(partition, ledgers, Intent.CurrentVersion);

    private void Add(int partition, (uint First, uint Last) ledgers, int version) => Add(partition, [ledgers], version);

    private void Add(int partition, (uint First, uint Last)[] ledgers, int version) => _tiling.Add(Topic, partition, new Intent
    {
        Version = version,
        SinkId = "lake",
        Topic = Topic,
        TopicId = new string('0', 32),
        Partition = partition,
        Start = 0,
        End = 1,
        FirstLedger = ledgers[0].First,
        LastLedger = ledgers[^1].Last,
        Ledgers = version == Intent.OldestVersion ? [] : [.. ledgers.Select(range => new LedgerRange(range.First, range.Last))],
        Messages = 1,
        Spec = null,
        Files = [],
    }, $"{ledgers[0].First} to {ledgers[^1].Last}");
}
