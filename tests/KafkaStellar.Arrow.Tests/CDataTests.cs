using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KafkaStellar.Arrow.C;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.Tests;

public unsafe class CDataTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(500, 0)]
    [InlineData(500, 3)]
    public void A_batch_comes_back_over_the_same_memory_and_the_memory_comes_back_too(int rows, int nullEvery)
    {
        long before = NativeMemoryPool.BytesInUse;
        using (RecordBatch expected = EveryType.Batch(rows, nullEvery))
        {
            long mine = NativeMemoryPool.BytesInUse;
            RecordBatch batch = EveryType.Batch(rows, nullEvery);
            long both = NativeMemoryPool.BytesInUse;
            using RecordBatch back = Through(batch);
            batch.Dispose();
            NativeMemoryPool.BytesInUse.ShouldBe(both, "lent, not copied");

            back.ShouldHaveSameRowsAs(expected);
            back.Dispose();
            NativeMemoryPool.BytesInUse.ShouldBe(mine);
        }

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void Slices_and_batches_that_were_read_can_be_given_away()
    {
        using RecordBatch batch = EveryType.Batch(200, 3);
        using RecordBatch slice = batch.Slice(13, 101);
        using RecordBatch read = ArrowIpc.Deserialize(ArrowIpc.Serialize(slice));

        using (RecordBatch back = Through(slice))
            back.ShouldHaveSameRowsAs(slice);
        using (RecordBatch back = Through(read))
            back.ShouldHaveSameRowsAs(slice);
    }

    [Fact]
    public void Random_slices_come_back_and_can_be_sliced_and_written()
    {
        long before = NativeMemoryPool.BytesInUse;
        Prop.ForAll(RandomBatch.Any, specimen =>
        {
            using RecordBatch batch = specimen.Build();
            int offset = specimen.Seed % (specimen.Rows + 1);
            using RecordBatch slice = batch.Slice(offset, (specimen.Rows - offset) / 2);
            using RecordBatch back = Through(slice);
            back.ShouldHaveSameRowsAs(slice);
            using RecordBatch inner = back.Slice(back.Length / 2, back.Length - back.Length / 2);
            RowText.Lines(inner).ShouldBe(RowText.Lines(slice)[(slice.Length / 2)..]);
            ArrowIpc.Serialize(back).ShouldBe(ArrowIpc.Serialize(slice));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void A_stream_gives_its_batches_and_ends()
    {
        long before = NativeMemoryPool.BytesInUse;
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(EveryType.Schema, Batches(), stream);
        using (IArrowArrayStream imported = CArrowArrayStreamImporter.ImportArrayStream(stream))
        {
            stream->IsReleased.ShouldBeTrue("moved");
            imported.Schema.ShouldBe(EveryType.Schema);
            for (int rows = 1; rows <= 3; rows++)
            {
                using RecordBatch expected = EveryType.Batch(rows, 2);
                using RecordBatch? batch = imported.ReadNextRecordBatch();
                batch!.ShouldHaveSameRowsAs(expected);
            }

            imported.ReadNextRecordBatch().ShouldBeNull();
        }

        CArrowArrayStream.Free(stream);
        NativeMemoryPool.BytesInUse.ShouldBe(before);

        static IEnumerable<RecordBatch> Batches()
        {
            for (int rows = 1; rows <= 3; rows++)
                yield return EveryType.Batch(rows, 2);
        }
    }

    [Fact]
    public void A_stream_reader_can_be_given_away_as_it_is()
    {
        using RecordBatch batch = EveryType.Batch(50, 3);
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(new ArrowStreamReader(ArrowIpc.Serialize(batch)), stream);

        using IArrowArrayStream imported = CArrowArrayStreamImporter.ImportArrayStream(stream);
        CArrowArrayStream.Free(stream);

        using RecordBatch? back = imported.ReadNextRecordBatch();
        back!.ShouldHaveSameRowsAs(batch);
    }

    [Fact]
    public void A_producer_that_fails_is_quoted()
    {
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(EveryType.Schema, Batches(), stream);
        using IArrowArrayStream imported = CArrowArrayStreamImporter.ImportArrayStream(stream);
        CArrowArrayStream.Free(stream);
        imported.ReadNextRecordBatch()!.Dispose();

        Should.Throw<InvalidOperationException>(imported.ReadNextRecordBatch).Message.ShouldContain("the lake is öde");

        static IEnumerable<RecordBatch> Batches()
        {
            yield return EveryType.Batch(1, 0);
            throw new IOException("the lake is öde");
        }
    }

    [Fact]
    public void A_consumer_may_move_a_child_out_and_release_it_last()
    {
        long before = NativeMemoryPool.BytesInUse;
        RecordBatch batch = EveryType.Batch(100, 0);
        CArrowArray* array = CArrowArray.Create();
        CArrowArrayExporter.ExportRecordBatch(batch, array);
        batch.Dispose();

        CArrowArray child = *array->Children[0];
        *array->Children[0] = default;
        CArrowArray.Free(array);

        NativeMemoryPool.BytesInUse.ShouldBe(before + 4096);
        new ReadOnlySpan<uint>(child.Buffers[1], 2).ToArray().ShouldBe([uint.MaxValue, uint.MaxValue - 1]);
        CArrowArray.Release(&child);
        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void A_disposed_batch_cannot_be_given_away_and_leaves_nothing_behind()
    {
        long before = NativeMemoryPool.BytesInUse;
        RecordBatch batch = EveryType.Batch(10, 0);
        batch.Column("text").Dispose();
        CArrowArray* array = CArrowArray.Create();
        nint address = (nint)array;

        Should.Throw<ObjectDisposedException>(() => CArrowArrayExporter.ExportRecordBatch(batch, (CArrowArray*)address));

        array->IsReleased.ShouldBeTrue();
        CArrowArray.Free(array);
        batch.Dispose();
        NativeMemoryPool.BytesInUse.ShouldBe(before);
    }

    [Fact]
    public void A_batch_whose_producer_is_gone_is_refused()
    {
        RecordBatch batch = EveryType.Batch(10, 2);
        RecordBatch back = Through(batch);
        batch.Dispose();
        ReadOnlyMemory<byte> lent = ((BinaryArray)back.Column("bytes")).GetMemory(3);
        back.Dispose();

        Should.Throw<ObjectDisposedException>(() => lent.Span.Length);
        Should.Throw<ObjectDisposedException>(() => back.Slice(0, 1));
    }

    [Fact]
    public void Schemas_come_back_with_metadata_and_nullability()
    {
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowSchemaExporter.ExportSchema(EveryType.Schema, schema);

        CArrowSchemaImporter.ImportSchema(schema).ShouldBe(EveryType.Schema);

        schema->IsReleased.ShouldBeTrue();
        CArrowSchema.Free(schema);
    }

    [Theory]
    [InlineData("ttu")]
    [InlineData("tiM")]
    [InlineData("+w:3")]
    [InlineData("d:50,0,256")]
    [InlineData("d:x,0")]
    [InlineData("w:-1")]
    [InlineData("tsx:")]
    [InlineData("")]
    public void A_type_that_is_not_ours_is_refused_by_name(string format)
    {
        var schema = new Schema([new Field("column", UInt32Type.Default, nullable: true)]);
        CArrowSchema* exported = CArrowSchema.Create();
        CArrowSchemaExporter.ExportSchema(schema, exported);
        NativeMemory.Free(exported->Children[0]->Format);
        exported->Children[0]->Format = Text(format);

        Should.Throw<NotSupportedException>(() => CArrowSchemaImporter.ImportSchema(exported))
            .Message.ShouldContain($"Column 'column' comes with the Arrow format '{format}'");

        exported->IsReleased.ShouldBeTrue();
        CArrowSchema.Free(exported);
    }

    [Fact]
    public void Large_text_becomes_text()
    {
        using RecordBatch batch = ImportOne("U", 3, nulls: 1, [0b101], Bytes<long>(0, 2, 5, 5), "abcde"u8.ToArray());

        var column = (StringArray)batch.Column(0);
        column.GetString(0).ShouldBe("ab");
        column.GetString(1).ShouldBeNull();
        column.GetString(2).ShouldBe("");
    }

    [Fact]
    public void Views_become_binary()
    {
        byte[] views = [.. View(3, "abc"u8), .. LongView(13, buffer: 1, offset: 2), .. LongView(14, buffer: 0, offset: 0)];
        using RecordBatch batch = ImportOne("vz", 3, nulls: 0, [], views, "fourteen bytes"u8.ToArray(), "__thirteen byte"u8.ToArray(), Bytes<long>(14, 15));

        var column = (BinaryArray)batch.Column(0);
        Encoding.UTF8.GetString(column.GetBytes(0)).ShouldBe("abc");
        Encoding.UTF8.GetString(column.GetBytes(1)).ShouldBe("thirteen byte");
        Encoding.UTF8.GetString(column.GetBytes(2)).ShouldBe("fourteen bytes");

        Should.Throw<InvalidDataException>(() => ImportOne("vz", 1, 0, [], LongView(16, buffer: 0, offset: 0), new byte[15], Bytes<long>(15)))
            .Message.ShouldContain("a view of 16 bytes at 0 of 15");
        Should.Throw<InvalidDataException>(() => ImportOne("vz", 1, 0, [], LongView(16, buffer: 1, offset: 0), new byte[16], Bytes<long>(16)));
    }

    [Fact]
    public void Single_precision_becomes_double()
    {
        using RecordBatch batch = ImportOne("f", 2, nulls: -1, [0b01], Bytes(1.5f, 0f));

        ((DoubleArray)batch.Column(0)).GetValue(0).ShouldBe(1.5);
        ((DoubleArray)batch.Column(0)).GetValue(1).ShouldBeNull();
    }

    [Fact]
    public void Null_counts_that_were_not_counted_are_counted()
    {
        using RecordBatch batch = ImportOne("l", 3, nulls: -1, [0b110], Bytes(1L, 2L, 3L));

        batch.Column(0).NullCount.ShouldBe(1);
        ((Int64Array)batch.Column(0)).GetValue(0).ShouldBeNull();
    }

    [Fact]
    public void Offsets_that_fall_are_refused_and_the_array_is_released()
    {
        int before = s_released;
        Should.Throw<InvalidDataException>(() => ImportOne("u", 2, 0, [], Bytes(0, 5, 3), new byte[5])).Message.ShouldContain("offsets that fall");
        Should.Throw<InvalidDataException>(() => ImportOne("i", 2, 0, [], (byte[]?)null)).Message.ShouldContain("lacks its buffer 1");
        Should.Throw<InvalidDataException>(() => ImportOne("i", -2, 0, [], Bytes(1))).Message.ShouldContain("has -2 rows");
        s_released.ShouldBe(before + 3);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("S")]
    [InlineData("i")]
    [InlineData("l")]
    public void Dictionary_indices_of_each_width_become_32_bits_and_are_checked(string format)
    {
        byte[] indices = format switch { "c" => [1, 0, 1], "S" => Bytes<ushort>(1, 0, 1), "i" => Bytes(1, 0, 1), _ => Bytes<long>(1, 0, 1) };
        using (RecordBatch batch = ImportKinds(format, indices))
        {
            var column = (DictionaryArray)batch.Column(0);
            Enumerable.Range(0, 3).Select(column.GetString).ShouldBe(["bb", "a", "bb"]);
        }

        indices[0] = 2;
        Should.Throw<InvalidDataException>(() => ImportKinds(format, indices)).Message.ShouldContain("the index 2 of 2 texts");
    }

    private static RecordBatch Through(RecordBatch batch)
    {
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowArray* array = CArrowArray.Create();
        CArrowSchemaExporter.ExportSchema(batch.Schema, schema);
        CArrowArrayExporter.ExportRecordBatch(batch, array);
        RecordBatch back = CArrowArrayImporter.ImportRecordBatch(array, CArrowSchemaImporter.ImportLayout(schema));
        array->IsReleased.ShouldBeTrue("moved");
        CArrowArray.Free(array);
        CArrowSchema.Free(schema);
        return back;
    }

    // A batch of one column as a foreign producer would lay it out.
    private static RecordBatch ImportOne(string format, long rows, long nulls, byte[] validity, params byte[]?[] buffers)
    {
        Field field = new("column", FormatText.Parse(format, [])!, nullable: true);
        var layout = new CArrowLayout(new Schema([field]), [new CArrowLayout.Column(field, format, [], null)]);
        return Import(layout, Foreign(rows, nulls, [validity.Length == 0 ? null : validity, .. buffers]));
    }

    private static RecordBatch ImportKinds(string format, byte[] indices)
    {
        Field field = new("kind", DictionaryType.Utf8, nullable: true), texts = new("", StringType.Default, nullable: true);
        var column = new CArrowLayout.Column(field, format, [], new CArrowLayout.Column(texts, "u", [], null));
        var layout = new CArrowLayout(new Schema([field]), [column]);
        CArrowArray* array = Foreign(3, 0, [null, indices]);
        array->Dictionary = Foreign(2, 0, [null, Bytes(0, 1, 3), "abb"u8.ToArray()]);
        return Import(layout, array);
    }

    private static RecordBatch Import(CArrowLayout layout, CArrowArray* column)
    {
        CArrowArray root = *Foreign(Math.Max(column->Length, 0), 0, [null]);
        root.ChildCount = 1;
        root.Children = (CArrowArray**)NativeMemory.Alloc((nuint)sizeof(nint));
        root.Children[0] = column;
        return CArrowArrayImporter.ImportRecordBatch(&root, layout);
    }

    private static int s_released;

    private static CArrowArray* Foreign(long rows, long nulls, byte[]?[] buffers)
    {
        CArrowArray* array = CArrowArray.Create();
        array->Length = rows;
        array->NullCount = nulls;
        array->BufferCount = buffers.Length;
        array->Buffers = (byte**)NativeMemory.AllocZeroed((nuint)buffers.Length, (nuint)sizeof(nint));
        array->ReleaseCallback = &CountRelease;
        for (int i = 0; i < buffers.Length; i++)
        {
            if (buffers[i] is not { } bytes)
                continue;
            array->Buffers[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(array->Buffers[i], bytes.Length));
        }

        return array;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CountRelease(CArrowArray* array)
    {
        s_released++;
        for (int i = 0; i < array->BufferCount; i++)
            NativeMemory.Free(array->Buffers[i]);
        NativeMemory.Free(array->Buffers);
        array->ReleaseCallback = null;
    }

    private static byte* Text(string text)
    {
        byte* copy = (byte*)NativeMemory.AllocZeroed((nuint)text.Length + 1);
        Encoding.ASCII.GetBytes(text, new Span<byte>(copy, text.Length));
        return copy;
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] View(int length, ReadOnlySpan<byte> text) => [.. Bytes(length), .. text, .. new byte[12 - text.Length]];

    private static byte[] LongView(int length, int buffer, int offset) => Bytes(length, 0, buffer, offset);
}
