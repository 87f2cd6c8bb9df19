namespace KafkaStellar.Xdr.Tests;

public class XdrReaderTests
{
    private delegate void Read(scoped ref XdrReader reader);

    [Fact]
    public void Every_number_is_big_endian() => MemoryShapes.Each(
        [0x80, 1, 2, 3, 0xFF, 0xFF, 0xFF, 0xFE, 0x80, 0, 0, 0, 0, 0, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD],
        bytes =>
        {
            var reader = new XdrReader(bytes);
            reader.ReadUInt32().ShouldBe(0x80010203u);
            reader.ReadInt32().ShouldBe(-2);
            reader.ReadUInt64().ShouldBe(0x8000000000000005ul);
            reader.ReadInt64().ShouldBe(-3L);
            reader.Position.ShouldBe(24);
            reader.Remaining.ShouldBe(0);
            reader.End();
        });

    [Fact]
    public void Opaques_are_lent_without_their_padding() => MemoryShapes.Each(
        [1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 2, 0xAA, 0xBB, 0, 0, 0, 0, 0, 0],
        bytes =>
        {
            var reader = new XdrReader(bytes);
            reader.ReadOpaque(5).ToArray().ShouldBe([1, 2, 3, 4, 5]);
            reader.ReadVarOpaque(2).ToArray().ShouldBe([0xAA, 0xBB]);
            reader.ReadVarOpaque(0).Length.ShouldBe(0);
            reader.Since(8).ToArray().ShouldBe(bytes[8..].ToArray());
            reader.End();
        });

    public static TheoryData<string, int> Reads => new()
    {
        { "uint32", 4 }, { "int32", 4 }, { "uint64", 8 }, { "int64", 8 }, { "bool", 4 }, { "opaque of 32", 32 }, { "opaque of 5", 8 },
        { "var opaque", 4 }, { "length", 4 }, { "count", 4 }, { "advance", 6 }, { "skip opaque", 8 }, { "skip var opaque", 4 },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public void One_byte_fewer_than_a_read_needs_is_refused_where_the_read_began(string what, int size)
    {
        for (int before = 0; before <= 8; before += 4)
        {
            for (int length = before; length < before + size; length++)
            {
                int left = length - before;
                MemoryShapes.Each(new byte[length], bytes =>
                {
                    XdrException problem = Refusal(bytes, before, ReadOf(what));
                    problem.Offset.ShouldBe(before);
                    problem.Problem.ShouldBe($"{size} bytes wanted, {left} left");
                });
            }

            MemoryShapes.Each(new byte[before + size], bytes =>
            {
                var reader = new XdrReader(bytes);
                reader.Advance(before);
                ReadOf(what)(ref reader);
                reader.End();
            });
        }
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(256u)]
    [InlineData(0x01000000u)]
    [InlineData(uint.MaxValue)]
    public void A_bool_is_0_or_1(uint value)
    {
        byte[] bytes = new XdrWriter().Bool(true).Bool(false).UInt32(value).Written.ToArray();
        MemoryShapes.Each(bytes, shape =>
        {
            var reader = new XdrReader(shape);
            reader.ReadBool().ShouldBeTrue();
            reader.ReadBool().ShouldBeFalse();
            XdrException problem = Refusal(shape, 8, ReadOf("bool"));
            problem.Offset.ShouldBe(8);
            problem.Message.ShouldBe($"byte 8: {value} where a bool is 0 or 1");
        });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void Padding_that_is_not_zero_is_refused_at_its_byte(int length, int at)
    {
        byte[] bytes = new byte[8];
        bytes[3] = (byte)length;
        bytes[4 + at] = 0x20;
        MemoryShapes.Each(bytes, shape =>
        {
            Refusal(shape, 4, (scoped ref XdrReader reader) => reader.ReadOpaque(length)).Message.ShouldBe($"byte {4 + at}: padding that is not zero");
            Refusal(shape, 4, (scoped ref XdrReader reader) => reader.SkipOpaque(length)).Offset.ShouldBe(4 + at);
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadVarOpaque(9)).Offset.ShouldBe(4 + at);
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.SkipVarOpaque(9)).Offset.ShouldBe(4 + at);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(28)]
    [InlineData(64)]
    public void A_length_may_be_at_its_limit_but_not_over_it(int max)
    {
        byte[] at = new XdrWriter().VarOpaque(new byte[max]).Written.ToArray();
        byte[] over = new XdrWriter().VarOpaque(new byte[max + 1]).Written.ToArray();
        MemoryShapes.Each(at, shape =>
        {
            var reader = new XdrReader(shape);
            reader.ReadVarOpaque(max).Length.ShouldBe(max);
            reader.End();
        });
        MemoryShapes.Each(over, shape =>
        {
            XdrException problem = Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadVarOpaque(max));
            problem.Message.ShouldBe($"byte 0: a length of {max + 1}, where at most {max} are allowed");
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.SkipVarOpaque(max)).Offset.ShouldBe(0);
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadLength(max)).Offset.ShouldBe(0);
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadCount(max, 0)).Offset.ShouldBe(0);
        });
    }

    [Theory]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x7FFFFFFDu)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_no_memory_holds_is_refused_before_it_is_believed(uint length)
    {
        byte[] bytes = new XdrWriter().UInt32(length).UInt64(0).Written.ToArray();
        MemoryShapes.Each(bytes, shape =>
        {
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadVarOpaque(int.MaxValue));
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.SkipVarOpaque(int.MaxValue));
            Refusal(shape, 0, (scoped ref XdrReader reader) => reader.ReadCount(int.MaxValue, 1));
        });
    }

    [Fact]
    public void A_count_is_held_against_the_bytes_that_are_left()
    {
        byte[] bytes = new XdrWriter().UInt32(3).UInt64(0).Written.ToArray();
        MemoryShapes.Each(bytes, shape =>
        {
            var reader = new XdrReader(shape);
            reader.ReadCount(3, 2).ShouldBe(3);
            XdrException problem = Refusal(shape, 0, (scoped ref XdrReader one) => one.ReadCount(3, 4));
            problem.Message.ShouldBe("byte 0: 12 bytes wanted, 8 left");
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_wild_length_from_our_own_code_is_refused_too(int length)
    {
        byte[] bytes = new byte[16];
        Refusal(bytes, 4, (scoped ref XdrReader reader) => reader.ReadOpaque(length)).Offset.ShouldBe(4);
        Refusal(bytes, 4, (scoped ref XdrReader reader) => reader.SkipOpaque(length)).Offset.ShouldBe(4);
        Refusal(bytes, 4, (scoped ref XdrReader reader) => reader.Advance(length)).Offset.ShouldBe(4);
    }

    [Fact]
    public void Bytes_left_over_are_refused()
    {
        XdrException problem = Refusal(new byte[7], 4, (scoped ref XdrReader reader) => reader.End());

        problem.Offset.ShouldBe(4);
        problem.Problem.ShouldBe("3 bytes are left over");
    }

    [Fact]
    public void Levels_are_counted_down_as_well_as_up()
    {
        var reader = new XdrReader([]);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < XdrReader.MaxDepth; i++) reader.Enter();
            for (int i = 0; i < XdrReader.MaxDepth; i++) reader.Leave();
        }

        Refusal([], 0, (scoped ref XdrReader deep) =>
        {
            for (int i = 0; i <= XdrReader.MaxDepth; i++) deep.Enter();
        }).Problem.ShouldBe("nested too deep (the limit is 1500 levels)");
    }

    private static Read ReadOf(string what) => what switch
    {
        "uint32" => (scoped ref reader) => reader.ReadUInt32(),
        "int32" => (scoped ref reader) => reader.ReadInt32(),
        "uint64" => (scoped ref reader) => reader.ReadUInt64(),
        "int64" => (scoped ref reader) => reader.ReadInt64(),
        "bool" => (scoped ref reader) => reader.ReadBool(),
        "opaque of 32" => (scoped ref reader) => reader.ReadOpaque(32),
        "opaque of 5" => (scoped ref reader) => reader.ReadOpaque(5),
        "var opaque" => (scoped ref reader) => reader.ReadVarOpaque(9),
        "length" => (scoped ref reader) => reader.ReadLength(9),
        "count" => (scoped ref reader) => reader.ReadCount(9, 4),
        "advance" => (scoped ref reader) => reader.Advance(6),
        "skip opaque" => (scoped ref reader) => reader.SkipOpaque(7),
        "skip var opaque" => (scoped ref reader) => reader.SkipVarOpaque(9),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static XdrException Refusal(ReadOnlySpan<byte> bytes, int from, Read read)
    {
        var reader = new XdrReader(bytes);
        reader.Advance(from);
        try
        {
            read(ref reader);
        }
        catch (XdrException problem)
        {
            return problem;
        }

        throw new InvalidOperationException("The bytes were accepted.");
    }
}
