using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

public class OwnershipTests
{
    [Fact]
    public void All_memory_comes_back_when_batch_and_slices_are_disposed_in_any_order()
    {
        long before = NativeMemoryPool.BytesInUse;
        RecordBatch batch = EveryType.Batch(3000, 3);
        NativeMemoryPool.BytesInUse.ShouldBeGreaterThan(before);
        RecordBatch slice = batch.Slice(10, 2000);
        RecordBatch inner = slice.Slice(1, 5);
        RecordBatch renamed = inner.WithSchema(inner.Schema.WithMetadata([]));
        string[] lines = RowText.Lines(batch)[11..16];

        batch.Dispose();
        inner.Dispose();
        slice.Dispose();
        RowText.Lines(renamed).ShouldBe(lines);
        renamed.Dispose();

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void Disposing_twice_gives_nothing_back_twice()
    {
        long before = NativeMemoryPool.BytesInUse;
        RecordBatch batch = EveryType.Batch(10, 2);
        RecordBatch slice = batch.Slice(0, 10);

        batch.Dispose();
        batch.Dispose();
        batch.Column("text").Dispose();
        RowText.Lines(slice).Length.ShouldBe(10);
        slice.Dispose();
        slice.Dispose();

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void A_disposed_batch_refuses_every_use()
    {
        RecordBatch batch = EveryType.Batch(10, 2);
        var text = (StringArray)batch.Column("text");
        var number = (UInt32Array)batch.Column("u32");
        var list = (ListArray)batch.Column("topics");
        ReadOnlyMemory<byte> lent = text.GetMemory(2);
        IArrowArray elements = list.Values;
        batch.Dispose();

        Should.Throw<ObjectDisposedException>(() => text.GetString(0));
        Should.Throw<ObjectDisposedException>(() => text.GetBytes(0).Length);
        Should.Throw<ObjectDisposedException>(() => text.ValueBuffer.Length);
        Should.Throw<ObjectDisposedException>(() => number.GetValue(0));
        Should.Throw<ObjectDisposedException>(() => number.Values.Length);
        Should.Throw<ObjectDisposedException>(() => list.GetSlicedValues(0));
        Should.Throw<ObjectDisposedException>(() => elements.IsNull(0));
        Should.Throw<ObjectDisposedException>(() => lent.Span.Length);
        Should.Throw<ObjectDisposedException>(() => batch.Slice(0, 1));
        Should.Throw<ObjectDisposedException>(() => ArrowIpc.Serialize(batch));
    }

    [Fact]
    public void A_disposed_builder_refuses_every_append()
    {
        foreach (Field field in EveryType.Schema.FieldsList)
        {
            ArrowArrayBuilder builder = ArrowArrayBuilder.Create(field.DataType);
            builder.AppendNull();
            builder.Dispose();
            builder.Dispose();
            Should.Throw<ObjectDisposedException>(builder.AppendNull);
            Should.Throw<ObjectDisposedException>(builder.Build);
        }
    }

    [Fact]
    public void A_builder_that_is_disposed_half_way_gives_its_memory_back()
    {
        long before = NativeMemoryPool.BytesInUse;
        foreach (Field field in EveryType.Schema.FieldsList)
        {
            using ArrowArrayBuilder builder = ArrowArrayBuilder.Create(field.DataType);
            for (int i = 0; i < 10_000; i++)
                builder.AppendNull();
        }

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void A_list_taken_out_of_its_column_outlives_it()
    {
        using var builder = new ListArray.Builder(UInt32Type.Default);
        builder.Append();
        ((UInt32Array.Builder)builder.ValueBuilder).AppendRange([5, 6]);
        ListArray array = builder.Build();
        using var values = (UInt32Array)array.GetSlicedValues(0)!;

        array.Dispose();

        values.Values.ToArray().ShouldBe([5, 6]);
    }

    [Fact]
    public void The_pool_keeps_at_most_its_limit_and_nothing_after_a_trim()
    {
        List<UInt8Array> arrays = [];
        using var builder = new UInt8Array.Builder();
        for (int i = 0; i < 40; i++)
        {
            builder.AppendRange(new byte[(5 << 20) + 1]); // blocks of 8 MiB
            arrays.Add(builder.Build());
        }

        arrays.ForEach(array => array.Dispose());

        NativeMemoryPool.BytesKept.ShouldBeInRange(64L << 20, NativeMemoryPool.MaxBytesKept);
        NativeMemoryPool.Trim();
        NativeMemoryPool.BytesKept.ShouldBe(0);
    }

    [Fact]
    public void Many_threads_build_and_dispose_without_mixing_their_rows()
    {
        long before = NativeMemoryPool.BytesInUse;
        Parallel.For(0, 200, thread =>
        {
            using var builder = new UInt32Array.Builder();
            for (int i = 0; i < 3000; i++)
                builder.Append((uint)(thread * 10_000 + i));
            using UInt32Array array = builder.Build();
            Enumerable.Range(0, 3000).Where(i => array.Values[i] != thread * 10_000 + i).ShouldBeEmpty();
        });

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void Rows_outside_a_batch_or_an_array_are_refused()
    {
        using RecordBatch batch = EveryType.Batch(10, 0);
        using RecordBatch slice = batch.Slice(2, 3);

        Should.Throw<ArgumentOutOfRangeException>(() => ((UInt32Array)slice.Column(0)).GetValue(3));
        Should.Throw<ArgumentOutOfRangeException>(() => ((UInt32Array)slice.Column(0)).GetValue(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => slice.Slice(2, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => slice.Slice(-1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => slice.Slice(0, int.MaxValue));
        Should.Throw<ArgumentException>(() => slice.Column("no such")).Message.ShouldContain("no column no such");
    }
}
