using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>
/// Malformed messages among good ones, under checksums that fit so that decoders meet them: each is a dead letter, no process ends, and each good ledger is there
/// once. At most ten in the reading of one process: more of so few would stop it, which <see cref="DeadLettersVerbTests"/> shows.
/// </summary>
[Collection(UnitFaultCollection.Name)]
public sealed class MalformedInputTests(ProxiedBrokerFixture broker)
{
    private const int PerRound = 10;
    private const int Rounds = 4;

    // The runtime's heap: no length that a message makes up is believed.
    private static readonly Dictionary<string, string?> s_limited = new() { ["DOTNET_GCHeapHardLimit"] = "0x28000000" };

    [SkippableFact]
    public async Task Malformed_messages_of_raw_ledgers_and_of_transactions_are_dead_letters_and_the_good_ones_are_done_once()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone, datasets: ["ledgers", "transactions", "token_transfers"]);
        List<OutgoingMessage> good = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", PerRound * Rounds, 1));
        (string Name, byte[] Value)[] bad = [.. BadLedgers(good[0]), .. Sample(new MalformedStreams(good[0].Value).All(), PerRound * Rounds - 4)];
        var expected = new List<(string Topic, string Name, byte[] Value)>();

        for (int round = 0; round < Rounds; round++)
        {
            var messages = new List<OutgoingMessage>();
            for (int i = round * PerRound; i < (round + 1) * PerRound; i++)
            {
                messages.Add(With(good[i], bad[i].Value));
                messages.Add(good[i]);
                expected.Add((road.TopicOf("raw_ledgers"), bad[i].Name, bad[i].Value));
            }

            road.Write(messages);
            await RunAsync(road, "extract ledgers transactions");
            if (round > 0) await RunAsync(road, "extract token_transfers");
            if (round == Rounds - 1) break;

            TopicMessage last = road.Messages("transactions")[^1];
            (string Name, byte[] Value)[] others = [.. Sample(new MalformedStreams(last.Value.ToArray()).All(), PerRound * (Rounds - 1)).Skip(round * PerRound).Take(PerRound)];
            road.Write(others.Select(other => With(AsNext(last), other.Value)));
            expected.AddRange(others.Select(other => (road.TopicOf("transactions"), other.Name, other.Value)));
        }

        ShouldBe(road, "raw_ledgers", expected);
        ShouldBe(road, "transactions", expected);
        IEnumerable<uint> ledgers = Enumerable.Range(2, PerRound * Rounds).Select(ledger => (uint)ledger);
        road.Ledgers("ledgers").ShouldBe(ledgers);
        road.Ledgers("token_transfers").ShouldBe(ledgers);
        road.ShouldHaveNoLag("raw_ledgers", "ledgers", "transactions");
        road.ShouldHaveNoLag("transactions", "token_transfers");
    }

    // The dead letters of a topic: those that were put there, in their order, with the place of each.
    private static void ShouldBe(Road road, string dataset, IEnumerable<(string Topic, string Name, byte[] Value)> expected)
    {
        string topic = road.TopicOf(dataset);
        DeadLetter[] letters = [.. road.DeadLetters().Where(letter => letter.Source.Topic == topic)];
        (string, string Name, byte[] Value)[] put = [.. expected.Where(one => one.Topic == topic)];
        IReadOnlyDictionary<Position, TopicMessage> there = road.Messages(dataset).ToDictionary(message => message.Position);
        letters.Length.ShouldBe(put.Length);
        foreach ((DeadLetter letter, (string _, string name, byte[] value)) in letters.Zip(put))
        {
            letter.SourceValue.ShouldBe(value, name);
            there[letter.Source].Value.ToArray().ShouldBe(value, name);
            letter.Reason.ShouldNotBeEmpty(name);
        }
    }

    // Sound streams of rows that hold no ledger.
    private static IEnumerable<(string Name, byte[] Value)> BadLedgers(OutgoingMessage good)
    {
        using RecordBatch rows = ArrowIpc.Deserialize(good.Value);
        RawLedger ledger = RawLedgers.Read(rows).Single();
        (string, RawLedger)[] bad =
        [
            ("a bomb of 4 GiB in a frame of zstd", ledger with { LedgerCloseMeta = Bomb(4L << 30) }),
            ("a frame of zstd that is cut", ledger with { LedgerCloseMeta = ledger.LedgerCloseMeta[..^20] }),
            ("what is no XDR", ledger with { LedgerCloseMeta = new byte[100], Encoding = RawLedgerEncoding.Xdr }),
        ];
        foreach ((string name, RawLedger one) in bad)
        {
            using RecordBatch bent = RawLedgers.ToRows([one]);
            yield return (name, ArrowIpc.Serialize(bent));
        }

        using RecordBatch letters = Topics.DeadLetters.ToRows([]);
        yield return ("rows of another dataset", ArrowIpc.Serialize(letters));
    }

    // RFC 8878: a header, then blocks of 128 KiB, each of one byte that is to be repeated.
    private static byte[] Bomb(long bytes)
    {
        var frame = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3 };
        for (long left = bytes >> 17; left > 0; left--) frame.AddRange([(byte)(left == 1 ? 3 : 2), 0, 0x10, 0]);
        return [.. frame];
    }

    private static OutgoingMessage With(OutgoingMessage good, byte[] value) => good with { Value = value, Headers = good.Headers with { Checksum = Crc32C.Compute(value) } };

    // As the message of the ledger after it.
    private static OutgoingMessage AsNext(TopicMessage message) => Road.AsSent(message) with { Headers = message.Identity() with { Ledgers = LedgerSpan.Of(message.Identity().Ledgers.Last + 1) } };

    private static IEnumerable<T> Sample<T>(IEnumerable<T> all, int count)
    {
        T[] array = [.. all];
        array.Length.ShouldBeGreaterThanOrEqualTo(count);
        return Enumerable.Range(0, count).Select(i => array[i * array.Length / count]);
    }

    private static async Task RunAsync(Road road, string verb)
    {
        await using WorkerProcess worker = road.Start(s_limited, verb, "--to-end");
        (await worker.WaitForExitAsync(Road.Limit)).ShouldBe(0, worker.Error);
    }
}
