using System.Security.Cryptography;
using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Xdr;

namespace KafkaStellar.IntegrationTests;

/// <summary>Ledgers and messages as large as may be, and larger, under a limit of memory that a large container has.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class LargeMessagesTests(ProxiedBrokerFixture broker)
{
    private const int BlockBytes = 128 << 10;

    private static readonly int s_most = RawLedgers.Contract.MaxValueBytes;

    // 640 MiB for the runtime's heap: a dozen times the largest message.
    private static readonly Dictionary<string, string?> s_limited = new() { ["DOTNET_GCHeapHardLimit"] = "0x28000000" };

    [SkippableFact]
    public async Task A_ledger_at_the_limit_goes_the_road_and_a_larger_one_is_refused_by_name_and_leaves_the_topic_as_it_was()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        string lake = await road.SimulateAsync("ledgers", 4, 1), last = ObjectOf(lake, 5);
        byte[] good = await File.ReadAllBytesAsync(last);
        int around = (await road.RawMessagesAsync(lake))[^1].Value.Length - Aligned(good.Length);
        await File.WriteAllBytesAsync(ObjectOf(lake, 3), Swollen(await File.ReadAllBytesAsync(ObjectOf(lake, 3)), s_most - around));

        int over = s_most - around + 8, far = 64 << 20;
        (byte[] Object, string Sentence)[] tooLarge =
        [
            (Swollen(good, over), $"it is too large for a message. {road.TopicOf("raw_ledgers")}: a single row of ledgers 5-5 takes {over + around} bytes; a message may hold {s_most}. Raise max-message-bytes"),
            (Swollen(good, far), $"it is too large for a message. {road.TopicOf("raw_ledgers")}: a single row of ledgers 5-5 takes {far + around} bytes; a message may hold {s_most}. Raise max-message-bytes"),
            (Zstd.Compress(WithVote(good, new byte[RawLedgers.MaxLedgerBytes])), $"{road.TopicOf("raw_ledgers")} takes at most {RawLedgers.MaxLedgerBytes}"),
        ];
        foreach ((byte[] found, string sentence) in tooLarge)
        {
            await File.WriteAllBytesAsync(last, found);
            await using WorkerProcess refused = road.Start(s_limited, "source", "--lake", lake);

            (await refused.WaitForExitAsync(Road.Limit)).ShouldBe(3, refused.Error);
            refused.Error.ShouldContain($"{Path.GetFileName(last)}: ledger 5, ");
            refused.Error.ShouldContain(sentence);
            road.Ledgers("raw_ledgers").ShouldNotContain(5u);
        }

        await File.WriteAllBytesAsync(last, good);
        await RunAsync(road, "source", "--lake", lake);
        await RunAsync(road, "extract ledgers transactions", "--to-end");
        road.Messages("raw_ledgers").Select(message => message.Value.Length).Max().ShouldBe(s_most);
        road.ShouldCoverTheInputOnce("ledgers", "transactions");
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    // 64 MB of one byte are a few kB on their way: the topic's limit is on what is sent, and does not keep them out.
    [SkippableFact]
    public async Task Messages_of_the_largest_size_and_beyond_that_cannot_be_read_are_dead_letters_whole_as_far_as_those_can_hold_them()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> messages = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 4, 1));
        byte[] most = RandomNumberGenerator.GetBytes(s_most), beyond = new byte[64 << 20];
        messages.Insert(2, messages[2] with { Value = most, Headers = messages[2].Headers with { Checksum = Crc32C.Compute(most) } });
        messages.Insert(2, messages[2] with { Value = beyond, Headers = messages[2].Headers with { Checksum = Crc32C.Compute(beyond) } });
        road.Write(messages, maxMessageBytes: beyond.Length + (1 << 20));

        await RunAsync(road, "extract ledgers", "--to-end");

        IReadOnlyList<DeadLetter> letters = road.DeadLetters();
        letters.Select(letter => letter.Source).ShouldBe([new(road.TopicOf("raw_ledgers"), 0, 2), new(road.TopicOf("raw_ledgers"), 0, 3)]);
        letters[0].Reason.ShouldContain($"its value has {beyond.Length} bytes; at most {RawLedgers.Contract.MaxMessageBytes} are allowed");
        letters[0].SourceValue.ShouldBeNull();
        letters[1].SourceValue.ShouldNotBeNull().AsSpan().SequenceEqual(most).ShouldBeTrue();
        road.Ledgers("ledgers").ShouldBe([2u, 3u, 4u, 5u]);
    }

    // What the client itself does not unpack has no value that could be set aside.
    [SkippableFact]
    public async Task A_message_that_unpacks_to_more_than_the_client_takes_halts_the_worker_where_it_stands()
    {
        using Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        List<OutgoingMessage> messages = await road.RawMessagesAsync(await road.SimulateAsync("ledgers", 4, 1));
        road.Write([messages[0], messages[1] with { Value = new byte[160 << 20] }, .. messages[1..]], maxMessageBytes: 170 << 20);

        CommandResult result = await road.RunAsync("extract ledgers", "--to-end");

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldContain($"{road.TopicOf("raw_ledgers")}/0 has a message that does not unpack, or to more than this reader takes");
        road.Ledgers("ledgers").ShouldAllBe(ledger => ledger == 2);
        road.Messages("dead_letters").ShouldBeEmpty();
    }

    private static async Task RunAsync(Road road, string verb, params string[] options)
    {
        await using WorkerProcess worker = road.Start(s_limited, verb, options);
        (await worker.WaitForExitAsync(Road.Limit)).ShouldBe(0, worker.Error);
    }

    private static string ObjectOf(string lake, uint ledger) => Path.Combine(lake, new LakeLayout().KeyOf(ledger));

    private static int Aligned(int length) => (length + 7) & ~7;

    /// <summary>The object of a simulated ledger, of noise that makes it as long as it is to be, less at most 7 bytes.</summary>
    private static byte[] Swollen(byte[] compressed, int length)
    {
        int around = WithVote(compressed, []).Length, vote = length - FrameBytes(around) & ~3;
        while (FrameBytes(around + vote) > length) vote -= 4;
        return Frame(WithVote(compressed, RandomNumberGenerator.GetBytes(vote)));
    }

    /// <summary>The batch of an object of one simulated ledger, with a message of its validators in it: no hash tells of it.</summary>
    private static byte[] WithVote(byte[] compressed, ReadOnlySpan<byte> vote)
    {
        const int afterMessages = sizeof(ulong) + sizeof(uint), noMessages = sizeof(uint);
        ReadOnlySpan<byte> batch = Zstandard.Decompress(compressed);
        return new XdrWriter()
            .Xdr(batch[..^(afterMessages + noMessages)])
            .UInt32(1).Int32(0).UInt32(0)   // one entry, its version, no quorum sets
            .UInt32(2).UInt32(1)            // of ledger 2, one envelope
            .Int32(0).Opaque(new byte[32]).UInt64(2)    // a validator's key, a slot
            .Int32(3).Opaque(new byte[32])  // a nomination, its quorum set
            .UInt32(1).VarOpaque(vote).UInt32(0)    // one vote, nothing accepted
            .VarOpaque(new byte[64])        // its signature
            .Xdr(batch[^afterMessages..]).Written.ToArray();
    }

    // RFC 8878: magic, 4 bytes of content size, and blocks of at most 128 KiB as they are, each after 3 bytes.
    private static byte[] Frame(byte[] content)
    {
        var frame = new List<byte>(FrameBytes(content.Length)) { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
        frame.AddRange(BitConverter.GetBytes(content.Length));
        foreach (byte[] block in content.Chunk(BlockBytes))
        {
            bool isLast = frame.Count + 3 + block.Length == FrameBytes(content.Length);
            frame.AddRange(BitConverter.GetBytes(block.Length << 3 | (isLast ? 1 : 0))[..3]);
            frame.AddRange(block);
        }

        return [.. frame];
    }

    private static int FrameBytes(int content) => 9 + content + 3 * ((content + BlockBytes - 1) / BlockBytes);
}
