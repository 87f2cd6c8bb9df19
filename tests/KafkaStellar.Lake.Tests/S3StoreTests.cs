using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Lake.Tests.Intents;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests;

public sealed class S3StoreTests : IAsyncLifetime
{
    private S3Server? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [SkippableFact]
    public async Task An_object_is_created_once_and_read_whole()
    {
        using S3Store store = await OpenAsync();

        (await PutAsync(store, "a/b.txt", "first")).ShouldBeTrue();
        (await PutAsync(store, "a/b.txt", "second")).ShouldBeFalse();

        using RentedBytes? bytes = await store.GetAsync("a/b.txt", 100, default);
        Encoding.UTF8.GetString(bytes!.Span).ShouldBe("first");
        (await store.HeadAsync("a/b.txt", default)).ShouldBe(new ObjectEntry("a/b.txt", 5));
        (await store.Sha256Async("a/b.txt", default)).ShouldBe(Convert.ToHexStringLower(SHA256.HashData("first"u8)));
        await Should.ThrowAsync<IOException>(() => store.GetAsync("a/b.txt", 4, default));
    }

    [SkippableFact]
    public async Task What_is_not_there_is_null_and_a_bucket_that_is_not_there_is_refused()
    {
        using S3Store store = await OpenAsync();

        (await store.GetAsync("x", 10, default)).ShouldBeNull();
        (await store.HeadAsync("x", default)).ShouldBeNull();
        (await store.Sha256Async("x", default)).ShouldBeNull();
        (await store.ListAsync("x", null, 10, default)).ShouldBeEmpty();
        using S3Store nowhere = Open("s3://no-such-bucket/lake");
        (await Should.ThrowAsync<UnauthorizedAccessException>(() => nowhere.GetAsync("x", 10, default))).Message.ShouldContain("s3://no-such-bucket/lake/x");
        await Should.ThrowAsync<UnauthorizedAccessException>(() => PutAsync(nowhere, "x", "y"));
    }

    [SkippableFact]
    public async Task Of_many_that_create_one_object_at_once_one_wins_and_its_bytes_stay()
    {
        using S3Store store = await OpenAsync();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => PutAsync(store, "contested", $"writer {number}")));

        won.Count(one => one).ShouldBe(1);
        using RentedBytes? bytes = await store.GetAsync("contested", 100, default);
        Encoding.UTF8.GetString(bytes!.Span).ShouldBe($"writer {Array.IndexOf(won, true)}");
    }

    [SkippableFact]
    public async Task Keys_are_listed_in_the_order_of_their_bytes_after_a_key_and_under_a_prefix()
    {
        using S3Store store = await OpenAsync();
        foreach (string key in (string[])["b/2", "b/1", "a", "b-c", "c/1/2"]) await PutAsync(store, key, key);

        (await KeysAsync(store, "", null, 1000)).ShouldBe(["a", "b-c", "b/1", "b/2", "c/1/2"]);
        (await KeysAsync(store, "b/", null, 1000)).ShouldBe(["b/1", "b/2"]);
        (await KeysAsync(store, "", "b/1", 2)).ShouldBe(["b/2", "c/1/2"]);
        (await KeysAsync(store, "b", null, 1)).ShouldBe(["b-c"]);
    }

    [SkippableFact]
    public async Task A_folder_of_any_value_holds_objects()
    {
        using S3Store store = await OpenAsync();
        PartitionScheme scheme = PartitionScheme.Parse("asset_code");
        string?[] values = [null, "NULL", "a b", " a ", "+", "&", "%41", "#?", "~|<>", ".", "..", "../x", "\n\0", "ü日本😀\ufffd", "u\u0308", new('日', 300)];
        string[] keys = [.. values.Select(value => $"{scheme.Fill(scheme.FolderOf(DateTimeOffset.UnixEpoch, 1), [value])}/file")];
        foreach (string key in keys) (await PutAsync(store, key, key)).ShouldBeTrue(key);

        (await KeysAsync(store, "", null, 1000)).ShouldBe(keys, ignoreOrder: true);
        foreach (string key in keys)
        {
            (await PutAsync(store, key, key)).ShouldBeFalse(key);
            using RentedBytes? bytes = await store.GetAsync(key, 1000, default);
            Encoding.UTF8.GetString(bytes!.Span).ShouldBe(key);
        }
    }

    [SkippableFact]
    public async Task The_probe_accepts_it_and_intents_and_files_live_there()
    {
        using var scratch = new TemporaryFolder();
        using S3Store store = await OpenAsync();
        await ConditionalCreate.VerifyAsync(store, IntentLog.Root, default);
        var kafka = new ModelKafka(7);

        await new ModelSink(store, kafka, scratch, () => 3).RunAsync();

        var log = new IntentLog(store, ModelSink.SinkId);
        (await log.OpenAsync(ModelKafka.Incarnation, 0, null, 0)).ShouldBe((7, null));
        IReadOnlyList<Intent> chain = await log.ReadAsync(ModelKafka.Incarnation, 0, default);
        chain.Select(intent => (intent.Start, intent.End)).ShouldBe([(0, 3), (3, 6), (6, 7)]);
        foreach (IntentFile file in chain.SelectMany(intent => intent.Files)) (await log.WhyOtherAsync(file, default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_server_that_is_down_is_busy_and_who_has_no_right_is_told_so()
    {
        using S3Store store = await OpenAsync();
        using S3Store stranger = new(S3Address.Parse($"s3://{S3Server.Bucket}/lake"), new() { Endpoint = _server!.Endpoint, Anonymous = true });
        await Should.ThrowAsync<UnauthorizedAccessException>(() => PutAsync(stranger, "x", "y"));

        await _server.KillAsync();
        (await Should.ThrowAsync<IOException>(() => PutAsync(store, "x", "y"))).Message.ShouldContain($"s3://{S3Server.Bucket}/lake/x");

        await _server.StartAgainAsync();
        (await PutAsync(store, "x", "y")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://a.b-1/lake/of/mine/", "a.b-1", "lake/of/mine")]
    public void An_address_is_a_bucket_and_a_prefix(string text, string bucket, string prefix) => S3Address.Parse(text).ShouldBe(new S3Address(bucket, prefix));

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://ab/x")]
    [InlineData("s3://Bucket/x")]
    [InlineData("/folder")]
    public void What_is_no_address_is_refused(string text) => Should.Throw<FormatException>(() => S3Address.Parse(text)).Message.ShouldContain("s3://bucket/prefix");

    private async Task<S3Store> OpenAsync()
    {
        _server = await S3Server.StartAsync();
        return Open($"s3://{S3Server.Bucket}/lake");
    }

    private S3Store Open(string address) =>
        new(S3Address.Parse(address), new() { Endpoint = _server!.Endpoint, AccessKey = _server.AccessKey, SecretKey = _server.SecretKey, Region = "us-east-1" });

    private static Task<bool> PutAsync(S3Store store, string key, string text) => store.PutIfAbsentAsync(key, ObjectContent.Of(Encoding.UTF8.GetBytes(text)), default);

    private static async Task<List<string>> KeysAsync(S3Store store, string prefix, string? after, int limit) =>
        [.. (await store.ListAsync(prefix, after, limit, default)).Select(entry => entry.Key)];
}
