using System.Buffers;
using System.Buffers.Binary;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

public class StreamTests
{
    [Fact]
    public void Stream_buffer_writer_and_array_get_the_same_bytes()
    {
        using RecordBatch batch = EveryType.Batch(5000, 3);
        byte[] expected = ArrowIpc.Serialize(batch);

        var memory = new MemoryStream();
        using (var writer = new ArrowStreamWriter(memory, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
            writer.BytesWritten.ShouldBe(expected.Length);
        }

        var buffer = new ArrayBufferWriter<byte>();
        ArrowIpc.Serialize(batch, buffer);

        memory.ToArray().ShouldBe(expected);
        buffer.WrittenSpan.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void A_stream_has_the_markers_and_the_alignment_of_the_format()
    {
        using RecordBatch batch = EveryType.Batch(33, 5);
        byte[] bytes = ArrowIpc.Serialize(batch);

        (bytes.Length % 8).ShouldBe(0);
        BinaryPrimitives.ReadUInt32LittleEndian(bytes).ShouldBe(0xFFFFFFFF);
        (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) % 8).ShouldBe(0);
        bytes[^8..].ShouldBe([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
    }

    [Fact]
    public void Several_batches_come_back_in_order_from_memory_and_from_a_stream_of_single_bytes()
    {
        using RecordBatch first = EveryType.Batch(10, 2), second = EveryType.Batch(0, 0), third = EveryType.Batch(77, 3);
        byte[] bytes = ArrowIpc.Serialize(first.Schema, [first, second, third]);

        IReadOnlyList<RecordBatch> fromMemory = ArrowIpc.DeserializeAll(bytes);
        using var reader = new ArrowStreamReader(new SlowStream(bytes));
        List<RecordBatch> fromStream = [];
        while (reader.ReadNextRecordBatch() is { } batch)
            fromStream.Add(batch);

        reader.BytesRead.ShouldBe(bytes.Length);
        reader.ReadNextRecordBatch().ShouldBeNull();
        foreach (IReadOnlyList<RecordBatch> read in (IReadOnlyList<RecordBatch>[])[fromMemory, fromStream])
        {
            read.Count.ShouldBe(3);
            read[0].ShouldHaveSameRowsAs(first);
            read[1].ShouldHaveSameRowsAs(second);
            read[2].ShouldHaveSameRowsAs(third);
        }
    }

    [Fact]
    public void A_stream_without_batches_has_its_schema()
    {
        byte[] bytes = ArrowIpc.Serialize(EveryType.Schema, []);

        using var reader = new ArrowStreamReader(bytes);

        reader.Schema.ShouldBe(EveryType.Schema);
        reader.ReadNextRecordBatch().ShouldBeNull();
    }

    [Fact]
    public void Bytes_after_the_stream_are_left_alone_by_the_reader_and_refused_as_a_message()
    {
        using RecordBatch batch = EveryType.Batch(3, 0);
        byte[] stream = ArrowIpc.Serialize(batch);
        byte[] bytes = [.. stream, 1, 2, 3];

        using var reader = new ArrowStreamReader(bytes);
        using (RecordBatch? read = reader.ReadNextRecordBatch())
            read!.ShouldHaveSameRowsAs(batch);
        reader.ReadNextRecordBatch().ShouldBeNull();

        reader.BytesRead.ShouldBe(stream.Length);
        Should.Throw<ArrowFormatException>(() => ArrowIpc.Deserialize(bytes)).Offset.ShouldBe(stream.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Memory_that_is_not_aligned_reads_the_same(int shift)
    {
        using RecordBatch batch = EveryType.Batch(50, 3);
        byte[] bytes = [.. new byte[shift], .. ArrowIpc.Serialize(batch)];

        using RecordBatch back = ArrowIpc.Deserialize(bytes.AsMemory(shift));

        back.ShouldHaveSameRowsAs(batch);
    }

    [Fact]
    public void A_batch_that_was_read_looks_at_the_memory_it_was_read_from()
    {
        using RecordBatch batch = EveryType.Batch(50, 0);
        byte[] bytes = ArrowIpc.Serialize(batch);
        using RecordBatch back = ArrowIpc.Deserialize(bytes);
        var column = (UInt32Array)back.Column("u32");

        Array.Clear(bytes);

        column.GetValue(0).ShouldBe(0u);
    }

    [Fact]
    public void A_schema_with_other_metadata_can_be_written_over_a_batch_and_other_columns_cannot()
    {
        using RecordBatch batch = EveryType.Batch(4, 0);
        Schema named = batch.Schema.WithMetadata([new("ledger-range", "1-4")]);

        using RecordBatch back = ArrowIpc.Deserialize(ArrowIpc.Serialize(named, [batch]));

        back.Schema.Metadata["ledger-range"].ShouldBe("1-4");
        var other = new Schema([new Field("x", UInt32Type.Default, nullable: false)]);
        Should.Throw<ArgumentException>(() => ArrowIpc.Serialize(other, [batch])).Message.ShouldContain("x: uint32");
    }

    [Fact]
    public void A_dictionary_is_written_once_while_it_stays_the_same_and_again_when_it_changes()
    {
        var schema = new Schema([new Field("kind", DictionaryType.Utf8, nullable: false)]);
        using RecordBatch first = Kinds("a", "b", "a"), same = Kinds("a", "b", "b"), other = Kinds("b", "c");

        int once = ArrowIpc.Serialize(schema, [first]).Length;
        int twice = ArrowIpc.Serialize(schema, [first, same]).Length;
        int changed = ArrowIpc.Serialize(schema, [first, other]).Length;
        IReadOnlyList<RecordBatch> back = ArrowIpc.DeserializeAll(ArrowIpc.Serialize(schema, [first, same, other, first]));

        changed.ShouldBeGreaterThan(twice);
        twice.ShouldBeGreaterThan(once);
        back.Select(Texts).ShouldBe(["a b a", "a b b", "b c", "a b a"]);

        RecordBatch Kinds(params string[] kinds)
        {
            using var builder = new DictionaryArray.Builder();
            foreach (string kind in kinds)
                builder.Append(kind);
            return new RecordBatch(schema, [builder.Build()], kinds.Length);
        }

        static string Texts(RecordBatch batch) =>
            string.Join(' ', Enumerable.Range(0, batch.Length).Select(row => ((DictionaryArray)batch.Column(0)).GetString(row)));
    }

    [Fact]
    public void Nothing_can_be_written_after_the_end()
    {
        using RecordBatch batch = EveryType.Batch(1, 0);
        using var writer = new ArrowStreamWriter(new ArrayBufferWriter<byte>(), batch.Schema);
        writer.WriteEnd();

        Should.Throw<InvalidOperationException>(() => writer.WriteRecordBatch(batch));
        Should.Throw<InvalidOperationException>(writer.WriteEnd);
    }

    /// <summary>Gives one byte at a time.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
