using System.Globalization;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Topics.Tests;

public class MessageEncoderTests
{
    private static readonly Schema Schema = new([new("ledger_seq", UInt32Type.Default, nullable: false), new("memo_text", StringType.Default, nullable: true)]);

    private static readonly TopicContract Contract = new()
    {
        Dataset = "transactions",
        Meaning = "Test rows.",
        WrittenBy = "tests",
        ReadBy = ["tests"],
        MaxMessageBytes = 64 << 10,
        Columns = TopicContract.ColumnsOf(Schema),
    };

    private static readonly Position Source = new("stellar.testnet.raw-ledgers.v1", 5, 42);

    [Fact]
    public void Rows_that_fit_are_one_message_that_says_what_it_is()
    {
        using RecordBatch rows = Rows(1000, 3, 10);

        OutgoingMessage message = Encoder().Encode(rows, new(1000, 1002), Messages.Closed, Source, "00-trace").ShouldHaveSingleItem();

        message.Topic.ShouldBe("stellar.testnet.transactions.v1");
        message.Partition.ShouldBe(5);
        message.Key.ShouldBe([0, 0, 3, 0xe8]);
        message.Timestamp.ShouldBe(Messages.Closed);
        message.Headers.ShouldBe(new()
        {
            Dataset = "transactions",
            SchemaVersion = "1.0.0",
            Network = "testnet",
            Ledgers = new(1000, 1002),
            Rows = 3,
            Source = Source,
            Code = "tests 1.0",
            TraceParent = "00-trace",
            Checksum = Crc32C.Compute(message.Value),
        });
    }

    [Fact]
    public void A_message_is_decoded_to_the_rows_that_were_encoded_and_its_schema_says_whose_they_are()
    {
        using RecordBatch rows = Rows(1000, 3, 10);

        using RecordBatch decoded = Read(Encoder().Encode(rows, new(1000, 1002), Messages.Closed, Source)[0]).Decode(Contract, "testnet");

        decoded.Length.ShouldBe(3);
        ((UInt32Array)decoded.Column("ledger_seq")).Values.ToArray().ShouldBe([1000u, 1001u, 1002u]);
        ((StringArray)decoded.Column("memo_text")).GetString(2).ShouldBe(new string('2', 10));
        decoded.Schema.Metadata.ShouldBe(new Dictionary<string, string>
        {
            ["dataset"] = "transactions",
            ["schema-version"] = "1.0.0",
            ["network"] = "testnet",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Without_a_source_the_contract_says_the_partition()
    {
        using RecordBatch rows = Rows(640, 1, 10);
        Encoder().Encode(rows, LedgerSpan.Of(640), Messages.Closed)[0].Partition.ShouldBe(10);
    }

    [Fact]
    public void No_rows_are_a_message_too()
    {
        using RecordBatch rows = Rows(7, 0, 0);

        OutgoingMessage message = Encoder().Encode(rows, LedgerSpan.Of(7), Messages.Closed).ShouldHaveSingleItem();

        message.Headers.Rows.ShouldBe(0);
        using RecordBatch decoded = Read(message).Decode(Contract, "testnet");
        decoded.Length.ShouldBe(0);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_split_into_parts_always_the_same_way()
    {
        using RecordBatch rows = Rows(1000, 100, 1000);

        IReadOnlyList<OutgoingMessage> parts = Encoder().Encode(rows, new(1000, 1099), Messages.Closed, Source);

        parts.Count.ShouldBeGreaterThan(1);
        parts.Select(part => part.Headers.Part!.Value).ShouldBe(Enumerable.Range(1, parts.Count).Select(index => new MessagePart(index, parts.Count)));
        parts.ShouldAllBe(part => part.Value.Length <= Contract.MaxValueBytes && part.Headers.Ledgers == new LedgerSpan(1000, 1099) && part.Partition == 5);
        parts.SelectMany(Ledgers).ShouldBe(Enumerable.Range(1000, 100).Select(ledger => (uint)ledger));
        Encoder().Encode(rows, new(1000, 1099), Messages.Closed, Source).Select(part => Convert.ToHexString(part.Value))
            .ShouldBe(parts.Select(part => Convert.ToHexString(part.Value)));
    }

    [Fact]
    public void One_row_that_is_too_large_is_refused_with_its_ledger_and_size()
    {
        using RecordBatch rows = Rows(1000, 1, 70_000);

        string message = Should.Throw<TopicsException>(() => Encoder().Encode(rows, LedgerSpan.Of(1000), Messages.Closed)).Message;

        message.ShouldContain("1000-1000");
        message.ShouldContain("70");
        message.ShouldContain(Contract.MaxValueBytes.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Rows_that_the_contract_does_not_promise_are_refused_before_the_first_message() =>
        Should.Throw<ContractException>(() => new MessageEncoder(Contract, "testnet", RawLedgers.Schema, "tests 1.0"));

    internal static MessageEncoder Encoder() => new(Contract, "testnet", Schema, "tests 1.0");

    internal static TopicMessage Read(OutgoingMessage message) => new(
        new(message.Topic, message.Partition, 0), message.Key, message.Timestamp,
        [.. message.Headers.Encode().Select(header => new KeyValuePair<string, byte[]?>(header.Key, header.Value))], message.Value);

    private static uint[] Ledgers(OutgoingMessage message)
    {
        using RecordBatch rows = Read(message).Decode(Contract, "testnet");
        return ((UInt32Array)rows.Column("ledger_seq")).Values.ToArray();
    }

    private static RecordBatch Rows(uint first, int count, int textLength)
    {
        using var ledger = new UInt32Array.Builder();
        using var memo = new StringArray.Builder();
        for (int row = 0; row < count; row++)
        {
            ledger.Append(first + (uint)row);
            memo.Append(new string((char)('0' + row % 10), textLength));
        }
        return new(Schema, [ledger.Build(), memo.Build()], count);
    }
}
