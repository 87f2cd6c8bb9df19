using System.Text.Json;
using KafkaStellar.Arrow.Ipc;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Other people's readers see in our streams the rows that we wrote: arrow-go in the shared tool <c>peer</c>, and npm's apache-arrow.</summary>
public class IndependentReaderTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        // rows, null every, slice from, slice length
        { 0, 0, 0, 0 }, { 1, 0, 0, 1 }, { 1, 1, 0, 1 }, { 9, 2, 0, 9 }, { 500, 3, 0, 500 }, { 500, 0, 0, 500 }, { 500, 3, 13, 301 }, { 64, 4, 8, 48 }, { 64, 4, 63, 1 },
    };

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public async Task Peer_reads_the_rows_that_were_written(int rows, int nullEvery, int from, int length)
    {
        string peer = Peer();
        await Compare(rows, nullEvery, from, length, file => Tool.RunAsync(peer, "ipc", file, "--strict"));
    }

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public async Task Apache_arrow_for_node_reads_the_rows_that_were_written(int rows, int nullEvery, int from, int length)
    {
        string modules = await NodeModules.FolderAsync();
        await Compare(rows, nullEvery, from, length, file => Tool.RunAsync("node", Path.Combine(NodeModules.Sources, "read.mjs"), modules, file));
    }

    [SkippableTheory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(300, 3)]
    public async Task A_stream_that_apache_arrow_for_node_wrote_is_read(int rows, int nullEvery)
    {
        string modules = await NodeModules.FolderAsync();
        using RecordBatch batch = EveryType.Batch(rows, nullEvery);
        using var source = new TemporaryFile(ArrowIpc.Serialize(batch));
        using var target = new TemporaryFile([]);

        await Tool.RunAsync("node", Path.Combine(NodeModules.Sources, "rewrite.mjs"), modules, source.Path, target.Path);
        using RecordBatch back = ArrowIpc.Deserialize(await File.ReadAllBytesAsync(target.Path));

        back.ShouldHaveSameRowsAs(batch);
    }

    [SkippableFact]
    public async Task Peer_reads_several_batches_with_changing_dictionaries_and_finds_no_problem()
    {
        string peer = Peer();
        using RecordBatch first = EveryType.Batch(40, 3), second = EveryType.Batch(2, 0);
        using RecordBatch slice = first.Slice(3, 20);
        using var file = new TemporaryFile(ArrowIpc.Serialize(first.Schema, [first, second, slice, first]));

        string[] lines = await Tool.RunAsync(peer, "ipc", file.Path, "--strict");
        string[] frames = await Tool.RunAsync(peer, "ipc", file.Path, "--frames");

        string[] expected = [.. RowText.Lines(first), .. RowText.Lines(second), .. RowText.Lines(slice), .. RowText.Lines(first)];
        lines.Select(RowText.Normal).ShouldBe(expected.Select(RowText.Normal));
        frames.ShouldAllBe(frame => JsonDocument.Parse(frame).RootElement.GetProperty("problems").GetArrayLength() == 0);
    }

    [SkippableFact]
    public async Task Peer_reads_the_schema_that_was_written()
    {
        string peer = Peer();
        using var file = new TemporaryFile(ArrowIpc.Serialize(EveryType.Schema, []));

        JsonElement schema = JsonDocument.Parse(string.Concat(await Tool.RunAsync(peer, "ipc", file.Path, "--schema"))).RootElement;

        schema.GetProperty("fields").EnumerateArray()
            .Select(field => $"{field.GetProperty("name")}: {field.GetProperty("type")}{(field.GetProperty("nullable").GetBoolean() ? "?" : "")}")
            .ShouldBe([
                "u32: uint32", "u64: uint64?", "i32: int32?", "i64: int64?", "flag: bool?", "text: utf8?", "bytes: binary?", "hash: fixed_size_binary[32]?",
                "amount: decimal(38, 0)?", "closed_at: timestamp[us, tz=UTC]", "topics: list<item: binary, nullable>?",
                "pair: struct<flag: bool, number: decimal(38, 7) nullable>?", "kind: dictionary<values=utf8, indices=int32, ordered=false>?", "nothing: null?",
            ]);
        schema.GetProperty("metadata").GetProperty("about").GetString().ShouldBe("ordered as written, ü");
        schema.GetProperty("end_of_stream").GetBoolean().ShouldBeTrue();
        schema.GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    private static async Task Compare(int rows, int nullEvery, int from, int length, Func<string, Task<string[]>> read)
    {
        using RecordBatch batch = EveryType.Batch(rows, nullEvery);
        using RecordBatch slice = batch.Slice(from, length);
        using var file = new TemporaryFile(ArrowIpc.Serialize(slice));

        string[] lines = await read(file.Path);

        lines.Select(RowText.Normal).ShouldBe(RowText.Lines(batch)[from..(from + length)].Select(RowText.Normal));
    }

    private static string Peer()
    {
        string? peer = Tool.Shared("tools/peer");
        Skip.If(peer is null, "the shared tool peer is not there (KAFKASTELLAR_SHARED, or ../shared beside the repository)");
        return peer!;
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(byte[] bytes)
        {
            Path = System.IO.Path.GetTempFileName();
            File.WriteAllBytes(Path, bytes);
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
