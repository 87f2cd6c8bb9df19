using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Topics.Tests;

public class TopicContractTests
{
    private static readonly Schema Schema = new(
    [
        new("ledger_seq", UInt32Type.Default, nullable: false),
        new("tx_hash", new FixedSizeBinaryType(32), nullable: false),
        new("created_at", TimestampType.MicrosecondUtc, nullable: false),
        new("amount", new Decimal128Type(38, 0), nullable: true),
        new("topics", new ListType(BinaryType.Default), nullable: false),
        new("memo_data", BinaryType.Default, nullable: true),
    ]);

    private static readonly TopicContract Contract = new()
    {
        Dataset = "contract_events",
        Meaning = "Rows of \"events\": one a line.\nTwo lines \\ here.",
        WrittenBy = "extract contract_events",
        ReadBy = ["sink contract_events", "verify --topics"],
        Columns = TopicContract.ColumnsOf(Schema),
    };

    [Fact]
    public void Columns_are_written_as_name_type_and_a_question_mark() => Contract.Columns.ShouldBe(
    [
        "ledger_seq: uint32", "tx_hash: fixed_size_binary[32]", "created_at: timestamp[us, UTC]", "amount: decimal128(38, 0)?",
        "topics: list<item: binary?>", "memo_data: binary?",
    ]);

    [Fact]
    public void A_contract_is_read_as_it_was_rendered()
    {
        TopicContract contract = Contract with
        {
            Version = new(2, 3, 4),
            Retention = TimeSpan.FromDays(30),
            Compression = Compression.Lz4,
            OnBadMessage = BadMessagePolicy.DeadLetter,
            Partitions = 3,
            Span = 128,
            MaxMessageBytes = 1 << 20,
        };

        TopicContract read = TopicContract.Parse(contract.Render(), contract.FileName);

        read.Render().ShouldBe(contract.Render());
        read.ShouldBe(contract with { Columns = read.Columns, ReadBy = read.ReadBy });
        read.Columns.ShouldBe(contract.Columns);
        read.ReadBy.ShouldBe(contract.ReadBy);
    }

    [Fact]
    public void A_contract_looks_like_this() => RawLedgers.Contract.Render().ShouldBe("""
        # Rendered from the code by `kafkastellar topics render`. What a contract is and how it may change: README.md.
        topic: stellar.{network}.raw-ledgers.v1
        dataset: raw_ledgers
        version: "1.0.0"
        meaning: "Ledgers as their source gave them: one row a ledger, with its LedgerCloseMeta unchanged and what is needed to check the chain."
        written-by: "source"
        read-by: ["extract", "verify --topics"]
        key: "first ledger sequence, uint32 big-endian"
        value: "Arrow IPC stream, one schema, one record batch"
        partitions: 12
        span: 64 # ledgers: partition = (sequence / span) mod partitions
        retention: -1 # unlimited: timestamps are ledger close times
        compression: zstd
        max-message-bytes: 33554432
        on-bad-message: dead-letter # by extract: any other reader halts
        columns:
          - "sequence: uint32"
          - "ledger_hash: fixed_size_binary[32]"
          - "prev_hash: fixed_size_binary[32]"
          - "closed_at: timestamp[us, UTC]"
          - "protocol_version: uint32"
          - "tx_count: uint32"
          - "op_count: uint32"
          - "ledger_close_meta: binary"
          - "encoding: utf8"

        """);

    [Fact]
    public void A_contract_of_a_dataset_is_found_by_its_topics_name()
    {
        Contract.FileName.ShouldBe("contract-events.v1.yaml");
        Contract.TopicOn("testnet").ShouldBe("stellar.testnet.contract-events.v1");
    }

    [Theory]
    [InlineData("topic: stellar.{network}.contract-events.v1", "topic: stellar.{network}.contract-events.v2", "topic")]
    [InlineData("version: \"1.0.0\"", "version: \"1.0\"", "version")]
    [InlineData("version: \"1.0.0\"", "version: \"0.1.0\"", "version")]
    [InlineData("partitions: 12", "partitions: 0", "partitions")]
    [InlineData("partitions: 12", "partitions: many", "line 10")]
    [InlineData("span: 64", "span: -64", "span")]
    [InlineData("retention: -1", "retention: -2", "retention")]
    [InlineData("compression: zstd", "compression: Zstd", "compression")]
    [InlineData("max-message-bytes: 8388608", "max-message-bytes: 1", "max-message-bytes")]
    [InlineData("on-bad-message: halt", "on-bad-message: skip", "on-bad-message")]
    [InlineData("dataset: contract_events", "dataset: contract events", "topic")]
    [InlineData("dataset: contract_events", "dataset: contract_events\nowner: nobody", "owner")]
    [InlineData("dataset: contract_events", "dataset: contract_events\ndataset: contract_events", "dataset")]
    [InlineData("columns:", "colums:", "colums")]
    public void A_wrong_contract_is_refused_with_its_file_and_field(string right, string wrong, string named)
    {
        string yaml = Contract.Render();
        yaml.ShouldContain(right);

        string message = Should.Throw<ContractException>(() => TopicContract.Parse(yaml.Replace(right, wrong, StringComparison.Ordinal), "x.yaml")).Message;

        message.ShouldStartWith("x.yaml");
        message.ShouldContain(named);
    }

    [Fact]
    public void Nothing_and_too_much_are_no_contracts()
    {
        Should.Throw<ContractException>(() => TopicContract.Parse("", "x.yaml")).Message.ShouldBe("x.yaml is empty.");
        Should.Throw<ContractException>(() => TopicContract.Parse(new string(' ', TopicContract.MaxFileBytes + 1), "x.yaml")).Message.ShouldContain("larger");
    }

    [Fact]
    public void The_promised_rows_are_accepted_and_others_refused_with_both_sides()
    {
        Contract.Verify(Schema);
        var other = new Schema([.. Schema.FieldsList.Take(5), new("memo_data", StringType.Default, nullable: true)]);

        string message = Should.Throw<ContractException>(() => Contract.Verify(other)).Message;

        message.ShouldContain("contract-events.v1.yaml");
        message.ShouldContain("\"memo_data: binary?\"");
        message.ShouldContain("\"memo_data: utf8?\"");
    }

    [Fact]
    public void A_row_that_lacks_or_adds_a_column_is_refused()
    {
        Should.Throw<ContractException>(() => Contract.Verify(new([.. Schema.FieldsList.Take(5)]))).Message.ShouldContain("nothing");
        Should.Throw<ContractException>(() => Contract.Verify(new([.. Schema.FieldsList, new("more", BinaryType.Default, nullable: true)])))
            .Message.ShouldContain("more: binary?");
    }

    [Fact]
    public void Neighbouring_ledgers_share_a_partition_and_runs_take_turns()
    {
        Enumerable.Range(128, 64).Select(ledger => Contract.PartitionOf((uint)ledger)).Distinct().ShouldBe([2]);
        Enumerable.Range(0, 13).Select(run => Contract.PartitionOf((uint)run * 64)).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]);
        Contract.PartitionOf(uint.MaxValue).ShouldBeInRange(0, 11);
    }
}
