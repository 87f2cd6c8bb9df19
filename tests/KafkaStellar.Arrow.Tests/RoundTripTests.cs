using FsCheck;
using FsCheck.Fluent;
using KafkaStellar.Arrow.Ipc;

namespace KafkaStellar.Arrow.Tests;

public class RoundTripTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 0 }, { 1, 0 }, { 1, 1 }, { 2, 2 }, { 7, 3 }, { 8, 0 }, { 9, 1 }, { 64, 5 }, { 65, 2 }, { 3000, 0 }, { 3000, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_type_comes_back_as_it_was_written(int rows, int nullEvery)
    {
        using RecordBatch batch = EveryType.Batch(rows, nullEvery);

        using RecordBatch back = ArrowIpc.Deserialize(ArrowIpc.Serialize(batch));

        back.ShouldHaveSameRowsAs(batch);
        back.Schema.Metadata.Keys.ShouldBe(["dataset", "about"]);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0, 0)]
    [InlineData(99, 1)]
    [InlineData(100, 0)]
    [InlineData(1, 98)]
    [InlineData(8, 64)]
    [InlineData(13, 60)]
    public void A_slice_is_written_with_its_rows_only(int offset, int length)
    {
        using RecordBatch batch = EveryType.Batch(100, 3);
        using RecordBatch slice = batch.Slice(offset, length);

        byte[] bytes = ArrowIpc.Serialize(slice);
        using RecordBatch back = ArrowIpc.Deserialize(bytes);

        RowText.Lines(back).ShouldBe(RowText.Lines(batch)[offset..(offset + length)]);
        back.ShouldHaveSameRowsAs(slice);
        ArrowIpc.Serialize(back).ShouldBe(bytes);
        var column = (BinaryArray)back.Column("bytes");
        column.ValueOffsets[0].ShouldBe(0);
        column.ValueBuffer.Length.ShouldBe(Enumerable.Range(0, length).Sum(row => column.GetBytes(row).Length));
    }

    [Fact]
    public void Slices_of_slices_and_of_batches_that_were_read_are_slices_too()
    {
        using RecordBatch batch = EveryType.Batch(200, 4);
        using RecordBatch back = ArrowIpc.Deserialize(ArrowIpc.Serialize(batch));
        using RecordBatch outer = back.Slice(11, 150);
        using RecordBatch inner = outer.Slice(5, 77);

        RowText.Lines(inner).ShouldBe(RowText.Lines(batch)[16..93]);
        using RecordBatch again = ArrowIpc.Deserialize(ArrowIpc.Serialize(inner));
        RowText.Lines(again).ShouldBe(RowText.Lines(batch)[16..93]);
    }

    [Fact]
    public void Random_schemas_with_random_rows_come_back()
    {
        Prop.ForAll(RandomBatch.Any, specimen =>
        {
            using RecordBatch batch = specimen.Build();
            using RecordBatch back = ArrowIpc.Deserialize(ArrowIpc.Serialize(batch));
            back.ShouldHaveSameRowsAs(batch);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Random_slices_come_back()
    {
        Prop.ForAll(RandomBatch.Any, specimen =>
        {
            using RecordBatch batch = specimen.Build();
            int offset = specimen.Seed % (specimen.Rows + 1);
            using RecordBatch slice = batch.Slice(offset, (specimen.Rows - offset) / 2);
            using RecordBatch back = ArrowIpc.Deserialize(ArrowIpc.Serialize(slice));
            back.ShouldHaveSameRowsAs(slice);
            RowText.Lines(back).ShouldBe(RowText.Lines(batch)[offset..(offset + slice.Length)]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_whatever_memory_they_came_from()
    {
        Prop.ForAll(RandomBatch.Any, specimen =>
        {
            using RecordBatch first = specimen.Build();
            byte[] bytes = ArrowIpc.Serialize(first);
            using RecordBatch second = specimen.Build();
            ArrowIpc.Serialize(second).ShouldBe(bytes);
            using RecordBatch read = ArrowIpc.Deserialize(bytes);
            ArrowIpc.Serialize(read).ShouldBe(bytes);
            ArrowIpc.SerializedLength(first).ShouldBe(bytes.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }
}
