using FsCheck;
using FsCheck.Fluent;

namespace KafkaStellar.Xdr.Tests;

public class XdrWriterTests
{
    [Fact]
    public void What_is_written_is_read() => Prop.ForAll(
        ArbMap.Default.ArbFor<(uint, int, ulong, long, bool, byte[])>(),
        (values) =>
        {
            (uint u32, int i32, ulong u64, long i64, bool flag, byte[] opaque) = values;
            var xdr = new XdrWriter().UInt32(u32).VarOpaque(opaque).Int32(i32).UInt64(u64).Opaque(opaque).Int64(i64).Bool(flag);
            (xdr.Written.Length % 4).ShouldBe(0);
            MemoryShapes.Each(xdr.Written, shape =>
            {
                var reader = new XdrReader(shape);
                reader.ReadUInt32().ShouldBe(u32);
                reader.ReadVarOpaque(int.MaxValue).ToArray().ShouldBe(opaque);
                reader.ReadInt32().ShouldBe(i32);
                reader.ReadUInt64().ShouldBe(u64);
                reader.ReadOpaque(opaque.Length).ToArray().ShouldBe(opaque);
                reader.ReadInt64().ShouldBe(i64);
                reader.ReadBool().ShouldBe(flag);
                reader.End();
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Padding_is_zero_also_in_memory_that_was_used_before()
    {
        var xdr = new XdrWriter().Opaque([1, 2, 3, 4, 5, 6, 7, 8]);
        xdr.Clear();
        xdr.Opaque([9]).Opaque([8, 7]);

        xdr.Written.ToArray().ShouldBe([9, 0, 0, 0, 8, 7, 0, 0]);
    }

    [Fact]
    public void It_grows_to_what_is_written()
    {
        var xdr = new XdrWriter();
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 10; i++) xdr.UInt32((uint)i).Xdr(megabyte);

        xdr.Written.Length.ShouldBe(10 * (megabyte.Length + 4));
        var reader = new XdrReader(xdr.Written);
        for (uint i = 0; i < 10; i++)
        {
            reader.ReadUInt32().ShouldBe(i);
            reader.ReadOpaque(megabyte.Length).ContainsAnyExcept((byte)0).ShouldBeFalse();
        }

        reader.End();
    }
}
