namespace KafkaStellar.Xdr.Tests;

public class XdrListTests
{
    private static byte[] Memos => new XdrWriter()
        .UInt32(3)
        .Int32((int)MemoType.Id).UInt64(7)
        .Int32((int)MemoType.None)
        .Int32((int)MemoType.Text).VarOpaque("abc"u8)
        .UInt32(0xDEAD) // what follows the list
        .Written.ToArray();

    [Fact]
    public void A_list_is_measured_once_and_walked_as_often_as_one_likes() => MemoryShapes.Each(Memos, bytes =>
    {
        var reader = new XdrReader(bytes);
        XdrList<Memo> list = XdrList<Memo>.Read(ref reader);

        list.Count.ShouldBe(3);
        list.Xdr.Length.ShouldBe(bytes.Length - 4);
        reader.ReadUInt32().ShouldBe(0xDEADu);
        for (int round = 0; round < 2; round++)
        {
            List<MemoType> types = [];
            foreach (Memo memo in list) types.Add(memo.Type);
            types.ShouldBe([MemoType.Id, MemoType.None, MemoType.Text]);
        }
    });

    [Fact]
    public void Passing_over_a_list_ends_where_reading_it_does() => MemoryShapes.Each(Memos, bytes =>
    {
        var reader = new XdrReader(bytes);
        XdrList<Memo>.Skip(ref reader, 3);
        reader.Remaining.ShouldBe(4);
    });

    [Fact]
    public void A_list_over_its_limit_is_refused() => Should.Throw<XdrException>(() =>
    {
        var reader = new XdrReader(Memos);
        XdrList<Memo>.Read(ref reader, max: 2);
    }).Message.ShouldBe("byte 0: a length of 3, where at most 2 are allowed");

    [Fact]
    public void A_list_whose_last_item_is_cut_is_refused_at_that_item() => Should.Throw<XdrException>(() =>
    {
        var reader = new XdrReader(Memos.AsSpan(..^8));
        XdrList<Memo>.Read(ref reader);
    }).Offset.ShouldBe(28);

    [Fact]
    public void An_item_that_is_wrong_refuses_the_list_when_it_is_measured()
    {
        byte[] bytes = Memos;
        bytes[19] = 9; // the second memo's type

        XdrException problem = Should.Throw<XdrException>(() =>
        {
            var reader = new XdrReader(bytes);
            XdrList<Memo>.Skip(ref reader);
        });

        problem.Message.ShouldBe("byte 16: Memo has no value 9");
    }

    [Fact]
    public void A_count_of_items_that_need_no_check_is_held_against_the_bytes_left()
    {
        byte[] bytes = new XdrWriter().UInt32(3).UInt64(1).UInt64(2).UInt32(0).Written.ToArray();

        Should.Throw<XdrException>(() =>
        {
            var reader = new XdrReader(bytes);
            XdrList<Uint64>.Read(ref reader);
        }).Message.ShouldBe("byte 0: 24 bytes wanted, 20 left");
    }

    [Fact]
    public void A_huge_count_costs_nothing()
    {
        byte[] bytes = new XdrWriter().UInt32(int.MaxValue).Opaque(new byte[64]).Written.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<XdrException>(() =>
        {
            var reader = new XdrReader(bytes);
            XdrList<LedgerEntryChange>.Skip(ref reader);
        });

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void No_list_is_a_list_of_nothing()
    {
        XdrList<Memo> nothing = default;

        nothing.Count.ShouldBe(0);
        nothing.Xdr.Length.ShouldBe(0);
        foreach (Memo memo in nothing) throw new InvalidOperationException($"It holds a {memo.Type}.");
    }

    [Fact]
    public void A_fixed_list_gives_its_items_by_place_and_no_others()
    {
        byte[] bytes = new XdrWriter().UInt64(10).UInt64(11).UInt64(12).Written.ToArray();
        MemoryShapes.Each(bytes, shape =>
        {
            var reader = new XdrReader(shape);
            XdrFixedList<Uint64> list = XdrFixedList<Uint64>.Read(ref reader, 3);
            reader.End();
            list.Count.ShouldBe(3);
            list[0].Value.ShouldBe(10ul);
            list[2].Value.ShouldBe(12ul);
        });

        foreach (int outside in (int[])[-1, 3, int.MaxValue, int.MinValue])
        {
            Should.Throw<ArgumentOutOfRangeException>(() =>
            {
                var reader = new XdrReader(bytes);
                return XdrFixedList<Uint64>.Read(ref reader, 3)[outside].Value;
            });
        }
    }

    [Fact]
    public void A_fixed_list_is_never_shorter_than_its_definition_says() => Should.Throw<XdrException>(() =>
    {
        var reader = new XdrReader(new byte[20]);
        XdrFixedList<Uint64>.Skip(ref reader, 3);
    }).Offset.ShouldBe(16);

    [Fact]
    public void An_optional_value_is_there_or_not()
    {
        byte[] bytes = new XdrWriter().Bool(true).UInt64(5).UInt64(6).Bool(false).Written.ToArray();
        MemoryShapes.Each(bytes, shape =>
        {
            var reader = new XdrReader(shape);
            XdrOptional<TimeBounds> there = XdrOptional<TimeBounds>.Read(ref reader);
            XdrOptional<TimeBounds> absent = XdrOptional<TimeBounds>.Read(ref reader);
            reader.End();
            there.HasValue.ShouldBeTrue();
            there.Value.MaxTime.ShouldBe(6ul);
            there.Xdr.Length.ShouldBe(16);
            XdrOptional<TimeBounds>.Of(there.Xdr).Value.MinTime.ShouldBe(5ul);
            absent.HasValue.ShouldBeFalse();
            absent.Xdr.Length.ShouldBe(0);
        });
    }

    [Fact]
    public void An_absent_value_cannot_be_taken() =>
        Should.Throw<InvalidOperationException>(() => default(XdrOptional<TimeBounds>).Value.MaxTime).Message.ShouldBe("This optional TimeBounds is absent.");

    [Fact]
    public void The_flag_before_an_optional_is_0_or_1() => Should.Throw<XdrException>(() =>
    {
        var reader = new XdrReader(new XdrWriter().UInt32(2).UInt64(5).UInt64(6).Written);
        XdrOptional<TimeBounds>.Skip(ref reader);
    }).Message.ShouldBe("byte 0: 2 where a bool is 0 or 1");
}
