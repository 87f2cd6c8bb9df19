using System.Numerics;
using System.Text;
using System.Text.Json;
using KafkaStellar.Datasets.Json;

namespace KafkaStellar.Datasets.Tests;

public sealed class JsonTextTests
{
    [Fact]
    public void A_number_is_text_of_all_its_digits()
    {
        Json(json => JsonText.WriteNumber(json, Int128.MinValue)).ShouldBe("\"-170141183460469231731687303715884105728\"");
        Json(json => JsonText.WriteNumber(json, BigInteger.Pow(10, 77))).ShouldBe($"\"1{new string('0', 77)}\"");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(257)]
    public void Bytes_of_any_length_are_lower_case_hex(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        Json(json => JsonText.WriteHex(json, bytes)).ShouldBe($"\"{Convert.ToHexStringLower(bytes)}\"");
    }

    [Fact]
    public void Every_byte_of_a_string_is_itself_or_its_escape()
    {
        for (int one = 0; one < 256; one++)
        {
            byte[] bytes = [(byte)one];
            string text = JsonDocument.Parse(Json(json => JsonText.WriteEscaped(json, bytes))).RootElement.GetString()!;
            text.ShouldBe(one switch
            {
                0 => @"\0",
                9 => @"\t",
                10 => @"\n",
                13 => @"\r",
                '\\' => @"\\",
                >= 0x20 and <= 0x7e => $"{(char)one}",
                _ => $@"\x{one:x2}",
            });
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text)) write(json);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
