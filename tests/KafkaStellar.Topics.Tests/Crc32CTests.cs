using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace KafkaStellar.Topics.Tests;

public class Crc32CTests
{
    [Theory]
    [InlineData("", 0x00000000)]
    [InlineData("123456789", 0xe3069283)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404)]
    public void Text_has_the_known_checksum(string text, uint expected)
    {
        Crc32C.Compute(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);
        Crc32C.ComputeByTable(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);
    }

    // RFC 3720 §B.4
    [Theory]
    [InlineData(0x00, 0x8a9136aa)]
    [InlineData(0xff, 0x62a8ab43)]
    public void Thirty_two_equal_bytes_have_the_checksum_of_the_iSCSI_RFC(int value, uint expected) =>
        Crc32C.Compute([.. Enumerable.Repeat((byte)value, 32)]).ShouldBe(expected);

    [Fact]
    public void The_processor_and_the_table_agree_on_any_bytes() =>
        Prop.ForAll<byte[]>(bytes => Crc32C.Compute(bytes) == Crc32C.ComputeByTable(bytes)).QuickCheckThrowOnFailure();
}
