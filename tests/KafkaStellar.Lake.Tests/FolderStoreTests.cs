using System.Text;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

public sealed class FolderStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public FolderStoreTests() => _store = new FolderStore(_folder.PathOf("store"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_put_wins_and_the_second_changes_nothing()
    {
        (await PutAsync("a/b/c.bin", "first")).ShouldBeTrue();
        (await PutAsync("a/b/c.bin", "second")).ShouldBeFalse();

        (await GetAsync("a/b/c.bin")).ShouldBe("first");
        (await _store.HeadAsync("a/b/c.bin", default)).ShouldBe(new ObjectEntry("a/b/c.bin", 5));
        Directory.GetFiles(_folder.PathOf("store/a/b")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_puts_at_once_one_wins_and_its_bytes_stay()
    {
        for (int round = 0; round < 20; round++)
        {
            string key = $"race/{round}";
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(() => PutAsync(key, $"writer {writer}"))));

            won.Count(one => one).ShouldBe(1);
            (await GetAsync(key)).ShouldBe($"writer {Array.IndexOf(won, true)}");
        }
    }

    [Fact]
    public async Task A_local_file_is_put_as_it_is()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.PathOf("local"), bytes);

        (await _store.PutIfAbsentAsync("file", ObjectContent.OfFile(_folder.PathOf("local")), default)).ShouldBeTrue();

        using RentedBytes back = (await _store.GetAsync("file", bytes.Length, default))!;
        back.Span.SequenceEqual(bytes).ShouldBeTrue();
        await Should.ThrowAsync<IOException>(() => _store.GetAsync("file", bytes.Length - 1, default));
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_measured_is_refused_and_leaves_nothing()
    {
        await File.WriteAllTextAsync(_folder.PathOf("local"), "short");
        ObjectContent content = ObjectContent.OfFile(_folder.PathOf("local"));
        await File.AppendAllTextAsync(_folder.PathOf("local"), " and more");

        await Should.ThrowAsync<IOException>(() => _store.PutIfAbsentAsync("file", content, default));

        Directory.GetFiles(_folder.PathOf("store")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_absent_is_null()
    {
        (await _store.GetAsync("no/such", 10, default)).ShouldBeNull();
        (await _store.HeadAsync("no/such", default)).ShouldBeNull();
        (await _store.ListAsync("", null, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listing_is_in_the_order_of_bytes_whatever_the_folders_are()
    {
        string[] keys = ["a.txt", "a/b", "a/b.c", "a/b/c", "a0", "b", "é/x", "z/😀", "z/\uffee", "~"];
        foreach (string key in keys.Where(key => key != "a/b")) await PutAsync(key, key);
        string[] expected = [.. keys.Where(key => key != "a/b").OrderBy(key => Encoding.UTF8.GetBytes(key), Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))];

        (await KeysAsync("", null, 1000)).ShouldBe(expected);
        foreach (string after in (string[])[.. expected, "a", "a/", "a/b", "m"])
            (await KeysAsync("", after, 1000)).ShouldBe(expected.SkipWhile(key => Encoding.UTF8.GetBytes(key).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(after)) <= 0), after);
        (await KeysAsync("a", null, 1000)).ShouldBe(expected.Where(key => key.StartsWith('a')));
        (await KeysAsync("a/b", null, 1000)).ShouldBe(["a/b.c", "a/b/c"]);
        (await KeysAsync("", "a.txt", 2)).ShouldBe(["a/b.c", "a/b/c"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\0b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a/.b.0123456789abcdef0123456789abcdef.tmp")]
    public async Task A_key_that_could_lead_out_of_the_folder_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(key, "x"));
        await Should.ThrowAsync<ArgumentException>(() => _store.GetAsync(key, 10, default));
        await Should.ThrowAsync<ArgumentException>(async () => await _store.HeadAsync(key, default));
        Directory.Exists(_folder.PathOf("store")).ShouldBeFalse();
    }

    [Fact]
    public void A_key_with_half_of_a_surrogate_pair_is_refused_and_one_with_U_FFFD_is_as_good_as_any()
    {
        Should.Throw<ArgumentException>(() => ObjectKey.Verify("a\ud800"));
        Should.Throw<ArgumentException>(() => ObjectKey.Verify("\udc00a"));
        ObjectKey.Verify("asset_code=a\ufffd/😀");
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused()
    {
        Should.Throw<ArgumentException>(() => ObjectKey.Verify(new string('a', 217)));
        Should.Throw<ArgumentException>(() => ObjectKey.Verify(string.Join('/', Enumerable.Repeat("abcdefg", 129))));
        ObjectKey.Verify(new string('a', 216));
    }

    [Fact]
    public async Task A_killed_writer_s_leftover_is_never_an_object_and_is_removed_when_it_is_old()
    {
        await PutAsync("a/b", "x");
        string leftover = _folder.PathOf("store/a/.b.0123456789abcdef0123456789abcdef.tmp");
        await File.WriteAllTextAsync(leftover, "half");

        (await KeysAsync("", null, 10)).ShouldBe(["a/b"]);
        using (new FileStream(leftover, FileMode.Open, FileAccess.Write, FileShare.None)) _store.RemoveLeftovers(default).ShouldBe(0); // its writer lives
        _store.RemoveLeftovers(default).ShouldBe(1);
        (await KeysAsync("", null, 10)).ShouldBe(["a/b"]);
    }

    [Fact]
    public async Task The_probe_accepts_a_folder_every_time_and_refuses_a_store_that_overwrites()
    {
        await ConditionalCreate.VerifyAsync(_store, "_sink/test", default);
        await ConditionalCreate.VerifyAsync(_store, "_sink/test", default);

        (await Should.ThrowAsync<NotSupportedException>(() => ConditionalCreate.VerifyAsync(new OverwritingStore(), "_sink/test", default)))
            .Message.ShouldContain("does not create conditionally");
    }

    private Task<bool> PutAsync(string key, string text) => _store.PutIfAbsentAsync(key, ObjectContent.Of(Encoding.UTF8.GetBytes(text)), default);

    private async Task<string?> GetAsync(string key)
    {
        using RentedBytes? bytes = await _store.GetAsync(key, 1 << 20, default);
        return bytes is null ? null : Encoding.UTF8.GetString(bytes.Span);
    }

    private async Task<List<string>> KeysAsync(string prefix, string? after, int limit) =>
        [.. (await _store.ListAsync(prefix, after, limit, default)).Select(entry => entry.Key)];

    /// <summary>A store that takes the condition and ignores it, as some do.</summary>
    private sealed class OverwritingStore : IObjectStore
    {
        private readonly Dictionary<string, byte[]> _objects = [];

        public string Name => "overwriting";

        public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
        {
            using var bytes = new MemoryStream();
            await using Stream source = content.Open();
            await source.CopyToAsync(bytes, stop);
            _objects[key] = bytes.ToArray();
            return true;
        }

        public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) =>
            Task.FromResult(_objects.TryGetValue(key, out byte[]? bytes) ? RentedBytes.Copy(bytes) : null);

        public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => throw new NotSupportedException();

        public Task<string?> Sha256Async(string key, CancellationToken stop) => throw new NotSupportedException();

        public Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop) => throw new NotSupportedException();
    }
}
