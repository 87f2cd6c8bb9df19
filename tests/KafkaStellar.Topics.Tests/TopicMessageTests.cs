using FsCheck;
using FsCheck.Fluent;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Topics.Tests;

public class TopicMessageTests
{
    private static readonly RawLedger Ledger = new()
    {
        Sequence = 50_457_424,
        Hash = Enumerable.Repeat((byte)1, 32).ToArray(),
        PreviousHash = Enumerable.Repeat((byte)2, 32).ToArray(),
        ClosedAt = Messages.Closed,
        ProtocolVersion = 20,
        TransactionCount = 300,
        OperationCount = 700,
        LedgerCloseMeta = "not looked into"u8.ToArray(),
        Encoding = RawLedgerEncoding.Zstd,
    };

    private static readonly OutgoingMessage Good = Encode();

    [Fact]
    public void A_sound_message_is_decoded()
    {
        using RecordBatch rows = Read(Good).Decode(RawLedgers.Contract, "pubnet");
        rows.Length.ShouldBe(1);
    }

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        for (int bit = 0; bit < Good.Value.Length * 8; bit += 7)
        {
            byte[] value = [.. Good.Value];
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            Refusal(Good with { Value = value }).ShouldContain("CRC-32C");
        }
    }

    [Fact]
    public void A_value_that_is_no_Arrow_stream_is_refused_also_where_its_checksum_is_right()
    {
        for (int length = 0; length < Good.Value.Length; length += 3)
            Refusal(WithValue(Good.Value[..length])).ShouldContain("Arrow");
        Refusal(WithValue([.. Good.Value, 0])).ShouldContain("Arrow");
    }

    [Fact]
    public void Any_change_of_bytes_under_a_right_checksum_ends_in_rows_or_in_a_refusal() => Prop.ForAll<int, byte>((where, to) =>
    {
        byte[] value = [.. Good.Value];
        value[(where & int.MaxValue) % value.Length] = to;
        try
        {
            Read(WithValue(value)).Decode(RawLedgers.Contract, "pubnet").Dispose();
            return true;
        }
        catch (BadMessageException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_that_says_something_else_than_it_holds_is_refused_where_it_stands()
    {
        Refusal(WithHeaders(Good.Headers with { Rows = 2 })).ShouldContain("2");
        Refusal(WithHeaders(Good.Headers with { Network = "testnet" })).ShouldContain("testnet");
        Refusal(WithHeaders(Good.Headers with { Dataset = "ledgers" })).ShouldContain("ledgers");
        Refusal(WithHeaders(Good.Headers with { SchemaVersion = "2.0.0" })).ShouldContain("2.0.0");
        Refusal(WithHeaders(Good.Headers with { SchemaVersion = "one" })).ShouldContain("one");
        Refusal(WithHeaders(Good.Headers)).ShouldBe("");
    }

    [Fact]
    public void A_message_without_headers_or_without_a_value_is_refused()
    {
        var position = new Position("stellar.pubnet.raw-ledgers.v1", 3, 99);
        var bare = new TopicMessage(position, null, default, [], Good.Value);
        Should.Throw<BadMessageException>(() => bare.Decode(RawLedgers.Contract, "pubnet")).Message.ShouldStartWith("The message at stellar.pubnet.raw-ledgers.v1/3/99");
        var empty = new TopicMessage(position, null, default, Read(Good).Headers, null);
        Should.Throw<BadMessageException>(() => empty.Decode(RawLedgers.Contract, "pubnet")).Reason.ShouldContain("no value");
    }

    [Fact]
    public void A_message_larger_than_its_contract_allows_is_not_looked_at() =>
        Should.Throw<BadMessageException>(() => Read(Good).Decode(RawLedgers.Contract with { MaxMessageBytes = 100 }, "pubnet")).Reason.ShouldContain("100");

    [Fact]
    public void Rows_of_an_older_and_of_a_newer_minor_version_are_read_and_those_of_other_columns_are_not()
    {
        TopicContract newer = RawLedgers.Contract with { Version = new(1, 1, 0), Columns = [.. RawLedgers.Contract.Columns, "close_cause: utf8?"] };
        using RecordBatch old = Read(Good).Decode(newer, "pubnet");
        old.ColumnCount.ShouldBe(9);

        TopicContract older = RawLedgers.Contract with { Columns = [.. RawLedgers.Contract.Columns.Take(8)] };
        Should.Throw<BadMessageException>(() => Read(Good).Decode(older, "pubnet")).Reason.ShouldContain("encoding: utf8");

        TopicContract other = RawLedgers.Contract with { Columns = [.. RawLedgers.Contract.Columns.Reverse()] };
        Should.Throw<BadMessageException>(() => Read(Good).Decode(other, "pubnet")).Reason.ShouldContain("column 1");
    }

    [Fact]
    public void A_ledger_is_read_as_it_was_written()
    {
        using RecordBatch rows = Read(Good).Decode(RawLedgers.Contract, "pubnet");

        RawLedger read = RawLedgers.Read(rows).ShouldHaveSingleItem();

        (read with { Hash = default, PreviousHash = default, LedgerCloseMeta = default })
            .ShouldBe(Ledger with { Hash = default, PreviousHash = default, LedgerCloseMeta = default });
        read.Hash.ToArray().ShouldBe(Ledger.Hash.ToArray());
        read.PreviousHash.ToArray().ShouldBe(Ledger.PreviousHash.ToArray());
        read.LedgerCloseMeta.ToArray().ShouldBe(Ledger.LedgerCloseMeta.ToArray());
    }

    private static OutgoingMessage Encode()
    {
        using RecordBatch rows = RawLedgers.ToRows([Ledger]);
        return new MessageEncoder(RawLedgers.Contract, "pubnet", RawLedgers.Schema, "tests 1.0")
            .Encode(rows, LedgerSpan.Of(Ledger.Sequence), Ledger.ClosedAt)[0];
    }

    private static TopicMessage Read(OutgoingMessage message) => MessageEncoderTests.Read(message);

    private static OutgoingMessage WithHeaders(MessageHeaders headers) => Good with { Headers = headers };

    private static OutgoingMessage WithValue(byte[] value) => Good with { Value = value, Headers = Good.Headers with { Checksum = Crc32C.Compute(value) } };

    private static string Refusal(OutgoingMessage message)
    {
        try
        {
            Read(message).Decode(RawLedgers.Contract, "pubnet").Dispose();
            return "";
        }
        catch (BadMessageException e)
        {
            return e.Reason;
        }
    }
}
