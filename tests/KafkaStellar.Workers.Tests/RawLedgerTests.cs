using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Source;
using KafkaStellar.Workers.Tests.Simulation;
using RawLedger = KafkaStellar.Topics.RawLedger;

namespace KafkaStellar.Workers.Tests;

/// <summary>A lake's ledger into its message and out again, and where a lake's ledgers join a topic's.</summary>
public sealed class RawLedgerTests : IDisposable
{
    private const string Topic = "stellar.standalone.raw-ledgers.v1";

    private readonly TemporaryFolder _folder = new();
    private readonly List<byte[]> _ledgers = Simulated.Ledgers(4, new() { FirstLedger = 64, TransactionsPerLedger = 2 });

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1u, RawLedgerEncoding.Zstd)]
    [InlineData(4u, RawLedgerEncoding.Xdr)]
    public async Task An_object_of_one_ledger_goes_on_as_it_came_and_one_of_several_as_XDR(uint ledgersPerObject, RawLedgerEncoding expected)
    {
        IReadOnlyList<OutgoingMessage> messages = await MessagesAsync(ledgersPerObject);

        messages.Count.ShouldBe(4);
        for (int i = 0; i < 4; i++)
        {
            TopicMessage message = SinkMessages.AsRead(messages[i], new Position(Topic, messages[i].Partition, i));
            using RecordBatch rows = message.Decode(RawLedgers.Contract, "standalone");
            RawLedger row = RawLedgers.Read(rows).ShouldHaveSingleItem();
            using var zstd = new ZstdDecompressor();
            using LedgerMessage ledger = LedgerMessage.Of(row, message.Position, zstd);

            row.Encoding.ShouldBe(expected);
            row.TransactionCount.ShouldBe(2u);
            ledger.Xdr.ToArray().ShouldBe(_ledgers[i]);
            messages[i].Key.ShouldBe([0, 0, 0, (byte)(64 + i)]);
            messages[i].Partition.ShouldBe(1);
            messages[i].Timestamp.ToUnixTimeMilliseconds().ShouldBe(ClosedAt(_ledgers[i])); // the row's is its whole seconds
            messages[i].Timestamp.ToUnixTimeSeconds().ShouldBe(row.ClosedAt.ToUnixTimeSeconds());
            row.ClosedAt.Millisecond.ShouldBe(0);
            messages[i].Headers.Ledgers.ShouldBe(LedgerSpan.Of(row.Sequence));
            messages[i].Headers.Source.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_frame_that_holds_another_ledger_than_its_row_says_is_refused()
    {
        TopicMessage message = SinkMessages.AsRead((await MessagesAsync(1))[0], new Position(Topic, 1, 0));
        using RecordBatch rows = message.Decode(RawLedgers.Contract, "standalone");
        RawLedger wrong = RawLedgers.Read(rows).Single() with { Sequence = 65 };
        using var zstd = new ZstdDecompressor();

        Should.Throw<LedgerFileException>(() => LedgerMessage.Of(wrong, message.Position, zstd)).Message.ShouldContain($"{Topic}/1/0: ledger 65");
    }

    [Fact]
    public void An_empty_topic_is_joined_by_any_ledger()
    {
        var seam = new TopicSeam(Topic, Simulated.Network.Name, new TopicEnd(null, null));

        seam.Last.ShouldBeNull();
        seam.Verify(Lake.RawLedger.Parse(_ledgers[2]));
    }

    [Fact]
    public async Task The_first_ledger_must_name_the_hash_of_the_topics_last_and_later_ones_are_the_lakes_affair()
    {
        TopicMessage tail = SinkMessages.AsRead((await MessagesAsync(1))[1], new Position(Topic, 1, 1));
        var seam = new TopicSeam(Topic, Simulated.Network.Name, new TopicEnd(tail, null));
        seam.Last.ShouldBe(65u);
        seam.Verify(Lake.RawLedger.Parse(_ledgers[2]));
        seam.Verify(Lake.RawLedger.Parse(_ledgers[0]));

        byte[] foreign = Simulated.Ledgers(3, new() { FirstLedger = 64, Seed = 9 })[2];
        string sentence = Should.Throw<BrokenChainException>(() => new TopicSeam(Topic, Simulated.Network.Name, new TopicEnd(tail, null)).Verify(Lake.RawLedger.Parse(foreign))).Message;
        sentence.ShouldContain($"{Topic}: its last ledger, 65");
        sentence.ShouldContain("ledger 66 of the lake");
    }

    [Fact]
    public async Task A_beginning_past_the_topics_next_ledger_is_a_gap_with_both_its_ends()
    {
        TopicMessage tail = SinkMessages.AsRead((await MessagesAsync(1))[1], new Position(Topic, 1, 1));

        new TopicSeam(Topic, Simulated.Network.Name, new TopicEnd(tail, null)).Gap(70).Message.ShouldContain("ledgers 66 to 69 would be missing");
    }

    private async Task<IReadOnlyList<OutgoingMessage>> MessagesAsync(uint ledgersPerObject)
    {
        var store = new FolderStore(_folder.PathOf($"lake-{Guid.NewGuid():N}"));
        var manifest = new LakeManifest(Simulated.Network.Passphrase, new LakeLayout(ledgersPerObject));
        LedgerLakeWriter writer = await LedgerLakeWriter.OpenAsync(store, manifest, Zstd.DefaultLevel, default);
        foreach (byte[] ledger in _ledgers) await writer.WriteAsync(MadeFiles.SequenceOf(ledger), ledger, default);
        using LedgerLake lake = await LedgerLake.OpenAsync(store, new LedgerLakeOptions(), default);
        var messages = new RawLedgerMessages(Simulated.Network);
        var made = new List<OutgoingMessage>();
        await foreach (LakeObject found in lake.ReadAsync(64, 67, default))
        {
            using (found) made.AddRange(found.Ledgers.Select(ledger => messages.Of(found, ledger)));
        }

        return made;
    }

    private static long ClosedAt(byte[] ledger) =>
        (long)new ConsensusValue(new LedgerWalk(Simulated.Network).Read(ledger).Header.ScpValue.Ext).CloseTimeMilliseconds!.Value;
}
