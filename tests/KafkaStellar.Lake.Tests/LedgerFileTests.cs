using System.IO.Compression;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Lake.Tests;

public sealed class LedgerFileTests
{
    private static readonly byte[][] s_chain = [.. MadeLedgers.Chain(63, 3)];

    [Fact]
    public void A_bare_ledger_is_read_with_what_its_header_says()
    {
        using LedgerFile file = LedgerFile.Parse("a", s_chain[1]);

        file.Kind.ShouldBe(LedgerFileKind.Bare);
        RawLedger ledger = file.Ledgers.ShouldHaveSingleItem();
        ledger.Sequence.ShouldBe(64u);
        ledger.ProtocolVersion.ShouldBe(20u);
        ledger.CloseTime.ShouldBe(1_700_000_064ul);
        ledger.HashIsTrue().ShouldBeTrue();
        ledger.PreviousHash.SequenceEqual(RawLedger.Parse(s_chain[0]).Hash).ShouldBeTrue();
        ledger.Xdr.Span.SequenceEqual(s_chain[1]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(LedgerFileKind.Batch)]
    [InlineData(LedgerFileKind.Stream)]
    public void Several_ledgers_are_read_in_order_each_with_its_own_bytes(LedgerFileKind kind)
    {
        byte[] bytes = kind == LedgerFileKind.Batch ? MadeLedgers.Batch(63, 65, s_chain) : MadeLedgers.Stream(s_chain);
        foreach (byte[] packed in (byte[][])[bytes, Zstd.Compress(bytes), Gz(bytes)])
        {
            using LedgerFile file = LedgerFile.Parse("a", packed);

            file.Kind.ShouldBe(kind);
            file.Ledgers.Select(ledger => ledger.Sequence).ShouldBe([63u, 64u, 65u]);
            file.Ledgers.Select(ledger => ledger.Xdr.ToArray()).ShouldBe(s_chain);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    public void A_batch_whose_first_word_could_be_a_ledger_s_kind_is_a_batch(uint first)
    {
        using LedgerFile file = LedgerFile.Parse("a", MadeLedgers.Batch(first, first, MadeLedgers.One(first)));

        file.Kind.ShouldBe(LedgerFileKind.Batch);
        file.Ledgers.ShouldHaveSingleItem().Sequence.ShouldBe(first);
    }

    [Fact]
    public void A_bare_ledger_whose_hash_reads_as_a_batch_s_head_is_a_bare_ledger()
    {
        byte[] ledger = MadeLedgers.One(7);
        // kind 0 = start 0, then end 4, count 5, and 1 as the kind of a first ledger
        MadeLedgers.Word(4).CopyTo(ledger, 4);
        MadeLedgers.Word(5).CopyTo(ledger, 8);
        MadeLedgers.Word(1).CopyTo(ledger, 12);

        using LedgerFile file = LedgerFile.Parse("a", ledger);

        file.Kind.ShouldBe(LedgerFileKind.Bare);
    }

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "empty", [], "empty" },
        { "a zero", [0], "neither" },
        { "text", "{\"a\": 1}"u8.ToArray(), "neither" },
        { "a bare ledger cut", s_chain[0][..200], "bytes wanted" },
        { "a bare ledger with more behind it", [.. s_chain[0], 0, 0, 0, 0], "left over" },
        { "a batch that says more than it has", MadeLedgers.Batch(63, 66, 4, s_chain), "wanted" },
        { "a batch that says less than it has", MadeLedgers.Batch(63, 64, 2, s_chain), "left over" },
        { "a batch whose count is not its range", MadeLedgers.Batch(63, 66, 3, s_chain), "neither" },
        { "a batch of a billion", MadeLedgers.Batch(1, 1_000_000_000, 1_000_000_000, s_chain), "wanted" },
        { "a batch of other ledgers", MadeLedgers.Batch(62, 64, s_chain), "ledger 63 stands where the batch has ledger 62" },
        { "a batch with a ledger twice", MadeLedgers.Batch(63, 65, s_chain[0], s_chain[0], s_chain[2]), "ledger 63 stands where" },
        { "a batch cut in a ledger", MadeLedgers.Batch(63, 65, s_chain)[..^9], "wanted" },
        { "a stream cut in a header", MadeLedgers.Stream(s_chain)[..^(s_chain[2].Length + 2)], "wanted" },
        { "a stream cut in a ledger", MadeLedgers.Stream(s_chain)[..^1], "cut" },
        { "a stream without a top bit", [.. MadeLedgers.Stream(s_chain), .. MadeLedgers.Word(400)], "top bit" },
        { "a stream whose record is too long", [.. MadeLedgers.Word(0x8000_0000 | (uint)s_chain[0].Length + 4), .. s_chain[0], 0, 0, 0, 0], "whose ledger takes" },
        { "zstd of nothing", Zstd.Compress([]), "empty" },
        { "zstd cut", Zstd.Compress(s_chain[0])[..^1], "cut" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_wrong_is_refused_with_the_file_and_what_to_do(string name, byte[] bytes, string problem)
    {
        var refused = Should.Throw<LedgerFileException>(() => LedgerFile.Parse(name, bytes));

        refused.File.ShouldBe(name);
        refused.Problem.ShouldContain(problem);
        refused.Remedy.ShouldNotBeEmpty();
        refused.Message.ShouldContain(name);
    }

    [Fact]
    public void A_refusal_names_the_ledger_and_the_byte()
    {
        byte[] broken = [.. MadeLedgers.Stream(s_chain[0], s_chain[1])];
        int second = 4 + s_chain[0].Length;
        broken[second + 4] = 9; // the second ledger's version

        var refused = Should.Throw<LedgerFileException>(() => LedgerFile.Parse("a", broken));

        refused.Ledger.ShouldBe(64u);
        refused.Offset.ShouldBe(second + 4);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("stream")]
    [InlineData("bare")]
    public void A_ledger_of_a_newer_protocol_asks_for_an_upgrade_with_its_file(string form)
    {
        byte[] next = [.. s_chain[0]];
        next[3] = 3; // LedgerCloseMeta V3
        byte[] bytes = form switch
        {
            "batch" => MadeLedgers.Batch(63, 63, [next]),
            "stream" => MadeLedgers.Stream(s_chain[0], next),
            _ => next,
        };

        var unknown = Should.Throw<UnknownProtocolException>(() => LedgerFile.Parse("next.xdr", bytes));

        string which = form switch { "batch" => "ledger 63", "stream" => "ledger 64", _ => "a ledger of unknown sequence" };
        unknown.Message.ShouldStartWith($"next.xdr: {which} is of an unknown protocol; this build knows protocols up to {XdrVersion.Protocol}: upgrade (byte ");
    }

    [Fact]
    public void Too_large_a_file_is_refused_packed_or_not()
    {
        byte[] bytes = MadeLedgers.Stream(s_chain);

        Should.Throw<LedgerFileException>(() => LedgerFile.Parse("a", bytes, bytes.Length - 1)).Problem.ShouldContain("more than");
        Should.Throw<LedgerFileException>(() => LedgerFile.Parse("a", Zstd.Compress(bytes), bytes.Length - 1)).Problem.ShouldContain("more than");
        LedgerFile.Parse("a", bytes, bytes.Length).Ledgers.Count.ShouldBe(3);
    }

    [SkippableFact]
    public void Every_real_ledger_file_is_read_to_its_last_byte()
    {
        using var zstd = new ZstdDecompressor();
        var kinds = new Dictionary<LedgerFileKind, int>();
        foreach (string path in Files(withLoad: true))
        {
            using LedgerFile file = LedgerFile.Parse(path, File.ReadAllBytes(path), zstd: zstd);
            kinds[file.Kind] = kinds.GetValueOrDefault(file.Kind) + file.Ledgers.Count;
            bool hashesAreTrue = !path.EndsWith("random-11.xdr.zst", StringComparison.Ordinal);
            if (hashesAreTrue) file.Ledgers.ShouldAllBe(ledger => ledger.HashIsTrue(), path);
        }

        kinds[LedgerFileKind.Bare].ShouldBe(80);
        kinds[LedgerFileKind.Batch].ShouldBeGreaterThan(30);
        kinds[LedgerFileKind.Stream].ShouldBeGreaterThan(2000);
    }

    [SkippableFact]
    public void Cut_and_bent_real_files_are_refused_or_read_and_nothing_else()
    {
        using var zstd = new ZstdDecompressor();
        var random = new Random(20260618);
        foreach (string path in Files(withLoad: false).Where((_, index) => index % 4 == 0))
        {
            byte[] packed = File.ReadAllBytes(path);
            byte[] plain = Plain(packed, zstd);
            for (int round = 0; round < 12; round++)
            {
                ReadOrRefuse(Bent(packed, random), zstd);
                ReadOrRefuse(Bent(plain, random), zstd);
                ReadOrRefuse(plain[..random.Next(Math.Min(plain.Length, 1 << 16))], zstd);
                ReadOrRefuse(packed[..random.Next(packed.Length)], zstd);
            }
        }
    }

    private static IEnumerable<string> Files(bool withLoad)
    {
        IEnumerable<RealLedgerSet> sets = [RealLedgers.Pubnet, RealLedgers.Testnet, RealLedgers.CoreWithClassicEvents, RealLedgers.CoreWithoutClassicEvents, RealLedgers.Fuzz, RealLedgers.P28, RealLedgers.P30, RealLedgers.Fuzz30];
        return (withLoad ? sets.Append(RealLedgers.Load) : sets).SelectMany(set => set.Files).Select(file => file.Path);
    }

    private static void ReadOrRefuse(byte[] bytes, ZstdDecompressor zstd)
    {
        try
        {
            LedgerFile.Parse("bent", bytes, 64 << 20, zstd).Dispose();
        }
        catch (Exception refused) when (refused is LedgerFileException or UnknownProtocolException)
        {
            refused.Message.ShouldStartWith("bent: ");
        }
    }

    private static byte[] Bent(byte[] bytes, Random random)
    {
        byte[] copy = [.. bytes];
        for (int flips = random.Next(1, 4); flips > 0; flips--) copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Plain(byte[] packed, ZstdDecompressor zstd)
    {
        if (!Zstd.IsFrame(packed)) return packed;
        using RentedBytes plain = zstd.Decompress(packed, 64 << 20);
        return plain.Span.ToArray();
    }

    private static byte[] Gz(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }
}
