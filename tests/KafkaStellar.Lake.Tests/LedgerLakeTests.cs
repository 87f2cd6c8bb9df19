using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

public sealed class LedgerLakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public LedgerLakeTests() => _store = new FolderStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1u, 64000u)]
    [InlineData(1u, 0u)]
    [InlineData(4u, 3u)]
    [InlineData(64u, 1u)]
    public async Task What_was_written_is_read_back_bit_for_bit(uint ledgers, uint batches)
    {
        List<byte[]> chain = MadeLedgers.Chain(2, 70);
        using LedgerLake lake = await WrittenAsync(new LakeLayout(ledgers, batches), 2, chain);

        List<byte[]> back = await ReadAsync(lake, 2, 71);

        back.Count.ShouldBe(70);
        back.Zip(chain).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
        (await lake.FirstAsync(default)).ShouldBe(2u);
        (await lake.LatestAsync(default)).ShouldBe(71u);
        lake.Manifest!.NetworkPassphrase.ShouldBe(MadeLedgers.Passphrase);
    }

    [Fact]
    public async Task A_range_starts_with_the_object_that_holds_its_first_ledger()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(4, 3), 2, MadeLedgers.Chain(2, 20));

        var sequences = new List<uint>();
        await foreach (LakeObject found in lake.ReadAsync(6, 9, default))
        {
            using (found) sequences.AddRange(found.Ledgers.Select(ledger => ledger.Sequence));
        }

        sequences.ShouldBe([4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u]);
    }

    [Fact]
    public async Task The_first_object_of_a_lake_starts_at_ledger_two_under_a_key_that_starts_at_zero()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(64, 0), 2, MadeLedgers.Chain(2, 62));

        using LakeObject found = (await lake.TryGetAsync(2, default))!;

        found.Key.Key.ShouldBe("FFFFFFFF--0-63.xdr.zst");
        found.Ledgers[0].Sequence.ShouldBe(2u);
        found.Ledgers.Count.ShouldBe(62);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    public async Task A_lake_from_genesis_on_begins_with_the_ledger_that_its_first_object_begins_with(uint first)
    {
        List<byte[]> chain = MadeLedgers.Chain(first, 128 - (int)first);
        using LedgerLake lake = await WrittenAsync(new LakeLayout(64, 10), first, chain);

        (await lake.FirstAsync(default)).ShouldBe(first);
        (await ReadAsync(lake, first, 127)).Count.ShouldBe(chain.Count);
        var before = await Should.ThrowAsync<LedgerFileException>(() => ReadAsync(lake, first - 1, 127));
        before.Remedy.ShouldContain($"begins at ledger {first} for this lake");
        await using IAsyncEnumerator<LakeObject?> follow = lake.FollowAsync(first - 1, TimeProvider.System, _ => { }, default).GetAsyncEnumerator();
        (await Should.ThrowAsync<LedgerFileException>(async () => await follow.MoveNextAsync())).Remedy.ShouldBe(before.Remedy);
    }

    [Fact]
    public async Task A_gap_is_named_with_the_ledger_and_the_key_it_should_have()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 5));
        File.Delete(_folder.PathOf(lake.Layout.KeyOf(12)));

        var refused = await Should.ThrowAsync<LedgerFileException>(() => ReadAsync(lake, 10, 14));

        refused.Ledger.ShouldBe(12u);
        refused.File.ShouldEndWith("FFFFFFFF--0-63999/FFFFFFF3--12.xdr.zst");
        (await lake.ListAsync(0, uint.MaxValue, default)).Select(key => key.First).ShouldBe([10u, 11u, 13u, 14u]);
        (await lake.ListAsync(11, 13, default)).Select(key => key.First).ShouldBe([11u, 13u]);
        (await lake.FirstAsync(default)).ShouldBe(10u);
    }

    [Fact]
    public async Task A_broken_hash_chain_is_refused()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 2));
        byte[] stranger = Zstd.Compress(MadeLedgers.Batch(12, 12, MadeLedgers.One(12)));
        await _store.PutIfAbsentAsync(lake.Layout.KeyOf(12), ObjectContent.Of(stranger), default);

        var refused = await Should.ThrowAsync<LedgerFileException>(() => ReadAsync(lake, 10, 12));

        refused.Ledger.ShouldBe(12u);
        refused.Problem.ShouldContain("hash chain is broken");
    }

    [Fact]
    public async Task A_header_that_is_not_its_hash_is_refused_unless_the_ledgers_are_made_up()
    {
        byte[] forged = MadeLedgers.One(10);
        forged[4 + 32 + 3]++; // the protocol version
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, [forged]);

        (await Should.ThrowAsync<LedgerFileException>(() => ReadAsync(lake, 10, 10))).Problem.ShouldContain("SHA-256");
        using LedgerLake trusting = await LedgerLake.OpenAsync(_store, new LedgerLakeOptions { VerifyHashes = false }, default);
        (await ReadAsync(trusting, 10, 10)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_object_under_another_s_key_is_refused()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 2));
        File.Move(_folder.PathOf(lake.Layout.KeyOf(11)), _folder.PathOf(lake.Layout.KeyOf(12)));

        (await Should.ThrowAsync<LedgerFileException>(() => lake.TryGetAsync(12, default))).Problem.ShouldContain("which its key does not name");
    }

    [Fact]
    public async Task An_object_that_is_no_batch_is_refused()
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 1));
        await _store.PutIfAbsentAsync(lake.Layout.KeyOf(11), ObjectContent.Of(Zstd.Compress(MadeLedgers.One(11))), default);
        await _store.PutIfAbsentAsync(lake.Layout.KeyOf(12), ObjectContent.Of(MadeLedgers.Batch(12, 12, MadeLedgers.One(12))), default);

        await Should.ThrowAsync<LedgerFileException>(() => lake.TryGetAsync(11, default));
        await Should.ThrowAsync<LedgerFileException>(() => lake.TryGetAsync(12, default));
    }

    [Fact]
    public async Task The_old_extension_is_found_too()
    {
        var layout = new LakeLayout(1, 0);
        List<byte[]> chain = MadeLedgers.Chain(5, 2);
        for (uint i = 0; i < 2; i++)
            await _store.PutIfAbsentAsync(layout.KeyOf(5 + i, "zstd"), ObjectContent.Of(Zstd.Compress(MadeLedgers.Batch(5 + i, 5 + i, chain[(int)i]))), default);

        using LedgerLake lake = await LedgerLake.OpenAsync(_store, new LedgerLakeOptions { Layout = layout }, default);

        (await ReadAsync(lake, 5, 6)).Count.ShouldBe(2);
        lake.Manifest.ShouldBeNull();
    }

    [Fact]
    public async Task A_lake_needs_a_manifest_or_a_layout_and_both_must_agree()
    {
        (await Should.ThrowAsync<LedgerFileException>(() => LedgerLake.OpenAsync(_store, new LedgerLakeOptions(), default))).Problem.ShouldContain("no manifest");
        (await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 1))).Dispose();
        var other = new LedgerLakeOptions { Layout = new LakeLayout(2) };

        (await Should.ThrowAsync<LedgerFileException>(() => LedgerLake.OpenAsync(_store, other, default))).Problem.ShouldContain("where 2 and 64000 were given");
    }

    [Fact]
    public async Task A_lake_is_not_continued_by_another_network_and_its_objects_never_change()
    {
        var manifest = new LakeManifest(MadeLedgers.Passphrase, new LakeLayout());
        LedgerLakeWriter writer = await LedgerLakeWriter.OpenAsync(_store, manifest, 3, default);
        await writer.WriteAsync(5, MadeLedgers.One(5), default);

        await Should.ThrowAsync<LedgerFileException>(() => LedgerLakeWriter.OpenAsync(_store, manifest with { NetworkPassphrase = "other" }, 3, default));
        LedgerLakeWriter again = await LedgerLakeWriter.OpenAsync(_store, manifest, 3, default);
        await again.WriteAsync(5, MadeLedgers.One(5), default);
        LedgerLakeWriter third = await LedgerLakeWriter.OpenAsync(_store, manifest, 3, default);
        (await Should.ThrowAsync<LedgerFileException>(() => third.WriteAsync(5, MadeLedgers.Chain(4, 2)[1], default))).Problem.ShouldContain("other bytes");
    }

    [Fact]
    public async Task Following_says_when_all_there_is_was_read_and_waits_for_the_next_ledger()
    {
        List<byte[]> chain = MadeLedgers.Chain(10, 3);
        var manifest = new LakeManifest(MadeLedgers.Passphrase, new LakeLayout());
        LedgerLakeWriter writer = await LedgerLakeWriter.OpenAsync(_store, manifest, 3, default);
        await writer.WriteAsync(10, chain[0], default);
        using LedgerLake lake = await LedgerLake.OpenAsync(_store, new LedgerLakeOptions { PollInterval = TimeSpan.FromMilliseconds(1) }, default);
        using var stop = new CancellationTokenSource();
        var seen = new List<uint?>();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (LakeObject? found in lake.FollowAsync(10, TimeProvider.System, _ => { }, stop.Token))
            {
                using (found) seen.Add(found?.Ledgers[0].Sequence);
                if (found is not null) continue;
                if (seen.Count > 2) await stop.CancelAsync();
                else for (int next = 1; next < chain.Count; next++) await writer.WriteAsync(10 + (uint)next, chain[next], default);
            }
        });

        seen.ShouldBe([10u, null, 11u, 12u, null]);
    }

    [Fact]
    public async Task Following_waits_for_an_object_that_is_cut_until_it_is_whole_and_says_so_once()
    {
        using LedgerLake lake = await CutAsync(TimeSpan.FromMinutes(1));
        byte[] whole = Zstd.Compress(MadeLedgers.Batch(11, 11, MadeLedgers.Chain(10, 2)[1]));
        var standing = new List<string?>();
        await using IAsyncEnumerator<LakeObject?> follow = lake.FollowAsync(10, TimeProvider.System, standing.Add, default).GetAsyncEnumerator();
        (await NextAsync(follow)).ShouldBe(10u);
        (await NextAsync(follow)).ShouldBeNull();

        Task<uint?> coming = NextAsync(follow);
        for (int length = 0; length <= whole.Length; length += Math.Max(1, whole.Length / 4))
        {
            await File.WriteAllBytesAsync(_folder.PathOf(lake.Layout.KeyOf(11)), whole[..length]);
            await Task.Delay(20);
        }

        await File.WriteAllBytesAsync(_folder.PathOf(lake.Layout.KeyOf(11)), whole);

        (await coming).ShouldBe(11u);
        standing.Count.ShouldBe(2);
        standing[0].ShouldNotBeNull().ShouldContain("FFFFFFF4--11.xdr.zst");
        standing[1].ShouldBeNull();
    }

    [Fact]
    public async Task Following_refuses_an_object_that_stays_cut()
    {
        using LedgerLake lake = await CutAsync(TimeSpan.FromMilliseconds(100));
        await using IAsyncEnumerator<LakeObject?> follow = lake.FollowAsync(11, TimeProvider.System, _ => { }, default).GetAsyncEnumerator();
        (await NextAsync(follow)).ShouldBeNull();

        (await Should.ThrowAsync<LedgerFileException>(async () => await NextAsync(follow))).File.ShouldEndWith("FFFFFFF4--11.xdr.zst");
    }

    [SkippableFact]
    public async Task The_real_lakes_are_read_where_they_have_ledgers()
    {
        using LedgerLake pubnet = await LedgerLake.OpenAsync(new FolderStore(RealLedgers.Pubnet.Folder), new LedgerLakeOptions(), default);

        pubnet.Manifest!.NetworkPassphrase.ShouldBe(RealLedgers.Pubnet.Passphrase);
        (await pubnet.LatestAsync(default)).ShouldBe(63092991u);
        (await pubnet.FirstAsync(default)).ShouldBe(7320888u);
        (await ReadAsync(pubnet, 63092982, 63092991)).Count.ShouldBe(10);
        (await Should.ThrowAsync<LedgerFileException>(() => ReadAsync(pubnet, 58752000, 58752001))).Ledger.ShouldBe(58752001u);
        IReadOnlyList<LakeKey> keys = await pubnet.ListAsync(0, uint.MaxValue, default);
        keys.Count.ShouldBe(21);
        foreach (LakeKey key in keys)
        {
            using LakeObject found = await pubnet.GetAsync(key, default);
            found.Ledgers.ShouldHaveSingleItem().Sequence.ShouldBe(key.First);
            found.Ledgers[0].HashIsTrue().ShouldBeTrue();
            Zstd.IsFrame(found.Compressed.Span).ShouldBeTrue();
        }
    }

    // Ledger 10, and nothing of 11 yet but its object.
    private async Task<LedgerLake> CutAsync(TimeSpan patience)
    {
        using LedgerLake lake = await WrittenAsync(new LakeLayout(), 10, MadeLedgers.Chain(10, 1));
        await File.WriteAllBytesAsync(_folder.PathOf(lake.Layout.KeyOf(11)), []);
        return await LedgerLake.OpenAsync(_store, new LedgerLakeOptions { PollInterval = TimeSpan.FromMilliseconds(1), Patience = patience }, default);
    }

    private static async Task<uint?> NextAsync(IAsyncEnumerator<LakeObject?> follow)
    {
        (await follow.MoveNextAsync()).ShouldBeTrue();
        using LakeObject? found = follow.Current;
        return found?.Ledgers[0].Sequence;
    }

    private async Task<LedgerLake> WrittenAsync(LakeLayout layout, uint first, List<byte[]> ledgers)
    {
        LedgerLakeWriter writer = await LedgerLakeWriter.OpenAsync(_store, new LakeManifest(MadeLedgers.Passphrase, layout), 1, default);
        foreach (byte[] ledger in ledgers) await writer.WriteAsync(first++, ledger, default);
        await writer.FlushAsync(default);
        return await LedgerLake.OpenAsync(_store, new LedgerLakeOptions(), default);
    }

    private static async Task<List<byte[]>> ReadAsync(LedgerLake lake, uint from, uint to)
    {
        var ledgers = new List<byte[]>();
        await foreach (LakeObject found in lake.ReadAsync(from, to, default))
        {
            using (found) ledgers.AddRange(found.Ledgers.Where(ledger => ledger.Sequence >= from && ledger.Sequence <= to).Select(ledger => ledger.Xdr.ToArray()));
        }

        return ledgers;
    }
}
