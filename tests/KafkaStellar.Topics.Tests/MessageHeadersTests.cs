using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace KafkaStellar.Topics.Tests;

public class MessageHeadersTests
{
    private static readonly MessageHeaders Full = new()
    {
        Dataset = "token_transfers",
        SchemaVersion = "1.2.0",
        Network = "pubnet",
        Ledgers = new(50_457_424, 50_457_431),
        Rows = 1234,
        Source = new("stellar.pubnet.transactions.v1", 7, 9_876_543_210),
        Code = "kafkastellar 0.1.0",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Checksum = 0x00ab_cdef,
        Part = new(2, 3),
    };

    [Fact]
    public void Headers_are_read_as_they_were_written() => MessageHeaders.Parse(Nullable(Full.Encode())).ShouldBe(Full);

    [Fact]
    public void Headers_without_the_optional_ones_are_read_as_they_were_written()
    {
        MessageHeaders bare = Full with { Source = null, TraceParent = null, Part = null };
        bare.Encode().Count.ShouldBe(7);
        MessageHeaders.Parse(Nullable(bare.Encode())).ShouldBe(bare);
    }

    [Fact]
    public void Headers_are_the_text_that_the_documentation_promises() =>
        Full.Encode().Select(header => $"{header.Key}: {Encoding.ASCII.GetString(header.Value)}").ShouldBe(
        [
            "dataset: token_transfers",
            "schema-version: 1.2.0",
            "network: pubnet",
            "ledger-range: 50457424-50457431",
            "rows: 1234",
            "part: 2/3",
            "source: stellar.pubnet.transactions.v1/7/9876543210",
            "code: kafkastellar 0.1.0",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "crc32c: 00abcdef",
        ]);

    [Fact]
    public void Headers_of_others_are_passed_over()
    {
        List<KeyValuePair<string, byte[]?>> headers = Nullable(Full.Encode());
        headers.Add(new("tracestate", [0xff, 0x00]));
        headers.Add(new("tracestate", null));
        MessageHeaders.Parse(headers).ShouldBe(Full);
    }

    [Theory]
    [InlineData("ledger-range", "2-1")]
    [InlineData("ledger-range", "1")]
    [InlineData("ledger-range", "1-4294967296")]
    [InlineData("ledger-range", "-1-2")]
    [InlineData("rows", "-1")]
    [InlineData("rows", "2147483648")]
    [InlineData("rows", " 1")]
    [InlineData("source", "topic/1")]
    [InlineData("source", "topic/x/1")]
    [InlineData("part", "0/2")]
    [InlineData("part", "3/2")]
    [InlineData("part", "1/1")]
    [InlineData("part", "1/16385")]
    [InlineData("crc32c", "abc")]
    [InlineData("crc32c", "0xabcdef")]
    [InlineData("network", "")]
    [InlineData("network", "pub\u0001net")]
    public void A_malformed_header_is_refused_by_name(string name, string value)
    {
        List<KeyValuePair<string, byte[]?>> headers = [.. Nullable(Full.Encode()).Where(header => header.Key != name), new(name, Encoding.UTF8.GetBytes(value))];
        Should.Throw<FormatException>(() => MessageHeaders.Parse(headers)).Message.ShouldContain(name);
    }

    [Fact]
    public void A_header_without_a_value_too_long_or_twice_there_is_refused()
    {
        List<KeyValuePair<string, byte[]?>> headers = Nullable(Full.Encode());
        Should.Throw<FormatException>(() => MessageHeaders.Parse([.. headers, new("rows", "1"u8.ToArray())])).Message.ShouldContain("twice");
        headers.RemoveAll(header => header.Key == "code");
        Should.Throw<FormatException>(() => MessageHeaders.Parse(headers)).Message.ShouldContain("missing");
        Should.Throw<FormatException>(() => MessageHeaders.Parse([.. headers, new("code", null)])).Message.ShouldContain("code");
        Should.Throw<FormatException>(() => MessageHeaders.Parse([.. headers, new("code", new byte[513])])).Message.ShouldContain("code");
        Should.Throw<FormatException>(() => MessageHeaders.Parse([.. Enumerable.Repeat(headers[0], 65)])).Message.ShouldContain("65");
    }

    [Fact]
    public void Any_bytes_in_any_header_end_in_headers_or_in_a_format_exception() => Prop.ForAll<int, byte[]>((which, bytes) =>
    {
        List<KeyValuePair<string, byte[]?>> headers = Nullable(Full.Encode());
        int index = (which & int.MaxValue) % headers.Count;
        headers[index] = new(headers[index].Key, bytes);
        try
        {
            return MessageHeaders.Parse(headers).Encode().Count == headers.Count;
        }
        catch (FormatException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    private static List<KeyValuePair<string, byte[]?>> Nullable(IReadOnlyList<KeyValuePair<string, byte[]>> headers) =>
        [.. headers.Select(header => new KeyValuePair<string, byte[]?>(header.Key, header.Value))];
}
