using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets.Tests;

public sealed class TableTests
{
    [Fact]
    public void Each_line_is_a_column_with_its_name_type_and_nullability_in_order()
    {
        using var table = new SpecimenTable();

        table.Schema.FieldsList.Select(field => $"{field}").ShouldBe(
        [
            "number: uint32", "maybe: uint32?", "large: uint64", "maybe_large: uint64?", "small: int32", "signed: int64", "maybe_signed: int64?",
            "flag: bool", "at: timestamp[us, UTC]", "hash: fixed_size_binary[32]", "maybe_hash: fixed_size_binary[32]?", "bytes: binary",
            "maybe_bytes: binary?", "text: utf8", "written: utf8", "maybe_written: utf8?",
            "whole: decimal128(38, 0)?", "list: list<item: binary>", "maybe_text: utf8?", "json: utf8", "maybe_json: utf8?",
        ]);
        table.Schema.Metadata.ShouldBe(new Dictionary<string, string> { ["dataset"] = "specimens", ["schema-version"] = "1.2.3" }, ignoreOrder: true);
    }

    [Fact]
    public void A_row_is_gathered_cell_by_cell_and_absent_is_not_empty()
    {
        using var table = new SpecimenTable();
        table.Append(new Specimen { Number = 7, Bytes = [1, 2], HasMore = true });
        table.Append(new Specimen { Number = 8 });
        table.Length.ShouldBe(2);
        using RecordBatch rows = table.Flush();

        ((UInt32Array)rows.Column("number")).Values.ToArray().ShouldBe([7u, 8u]);
        ((UInt32Array)rows.Column("maybe")).GetValue(0).ShouldBe(7u);
        ((TimestampArray)rows.Column("at")).Values[1].ShouldBe(8_000_000);
        ((BinaryArray)rows.Column("bytes")).GetBytes(0).ToArray().ShouldBe([1, 2]);
        ((BinaryArray)rows.Column("bytes")).GetBytes(1).Length.ShouldBe(0);
        ((BinaryArray)rows.Column("maybe_bytes")).GetBytes(0).ToArray().ShouldBe([1, 2]);
        ((StringArray)rows.Column("text")).GetString(1).ShouldBe("specimen");
        ((StringArray)rows.Column("maybe_written")).GetString(0).ShouldBe("N7");
        ((StringArray)rows.Column("written")).GetString(1).ShouldBe("N8");
        ((Decimal128Array)rows.Column("whole")).GetString(0).ShouldBe("-70000000000000000000");
        ((ListArray)rows.Column("list")).GetValueLength(0).ShouldBe(2);
        ((ListArray)rows.Column("list")).GetValueLength(1).ShouldBe(0);
        ((StringArray)rows.Column("maybe_text")).GetString(0).ShouldBe("specimen");
        ((StringArray)rows.Column("json")).GetString(1).ShouldBe("""{"number":8}""");
        ((StringArray)rows.Column("maybe_json")).GetString(0).ShouldBe("7");
        string[] nullable = ["maybe", "maybe_large", "maybe_signed", "maybe_hash", "maybe_bytes", "maybe_written", "whole", "maybe_text", "maybe_json"];
        nullable.ShouldAllBe(column => rows.Column(column).IsNull(1) && !rows.Column(column).IsNull(0));
    }

    [Fact]
    public void A_flushed_table_starts_empty_and_what_it_gave_stays()
    {
        using var table = new SpecimenTable();
        table.Append(new Specimen { Number = 1 });
        using RecordBatch first = table.Flush();
        table.Append(new Specimen { Number = 2 });
        using RecordBatch second = table.Flush();
        using RecordBatch none = table.Flush();

        ((UInt32Array)first.Column("number")).Values.ToArray().ShouldBe([1u]);
        ((UInt32Array)second.Column("number")).Values.ToArray().ShouldBe([2u]);
        none.Length.ShouldBe(0);
    }

    [Fact]
    public void A_hash_that_has_not_32_bytes_is_refused()
    {
        using var table = new SpecimenTable();

        Should.Throw<ArgumentException>(() => table.Append(new Specimen { Hash = [1, 2, 3] }));
    }

    private readonly ref struct Specimen
    {
        private static readonly byte[] s_zeros = new byte[32];

        public Specimen() => Hash = s_zeros;

        public uint Number { get; init; }

        public ReadOnlySpan<byte> Bytes { get; init; }

        public ReadOnlySpan<byte> Hash { get; init; }

        public bool HasMore { get; init; }
    }

    private sealed class SpecimenTable : Table<Specimen>
    {
        public SpecimenTable()
        {
            UInt32("number", (in row) => row.Number);
            UInt32OrNull("maybe", (in row) => row.HasMore ? row.Number : null);
            UInt64("large", (in row) => ulong.MaxValue - row.Number);
            UInt64OrNull("maybe_large", (in row) => row.HasMore ? ulong.MaxValue : null);
            Int32("small", (in row) => -(int)row.Number);
            Int64("signed", (in row) => long.MinValue + row.Number);
            Int64OrNull("maybe_signed", (in row) => row.HasMore ? long.MinValue : null);
            Boolean("flag", (in row) => row.HasMore);
            Timestamp("at", (in row) => row.Number * 1_000_000L);
            Hash("hash", (in row) => row.Hash);
            HashOrNull("maybe_hash", (in row) => row.HasMore ? row.Hash : default);
            Binary("bytes", (in row) => row.Bytes);
            BinaryOrNull("maybe_bytes", (in row) => row.HasMore ? OptionalBytes.Of(row.Bytes) : OptionalBytes.None);
            Utf8("text", (in row) => "specimen"u8);
            Text("written", 8, Write);
            TextOrNull("maybe_written", 8, (in row, utf8) => row.HasMore ? Write(in row, utf8) : -1);
            WholeOrNull("whole", (in row) => row.HasMore ? row.Number * (Int128)(-10_000_000_000_000_000_000m) : null);
            BinaryList("list", (in row, list) =>
            {
                foreach (byte one in row.Bytes) list.Append([one]);
            });
            Utf8OrNull("maybe_text", (in row) => row.HasMore ? OptionalBytes.Of("specimen"u8) : OptionalBytes.None);
            Json("json", (in row, json) =>
            {
                json.WriteStartObject();
                json.WriteNumber("number", row.Number);
                json.WriteEndObject();
            });
            JsonOrNull("maybe_json", (in row, json) =>
            {
                if (row.HasMore) json.WriteNumberValue(row.Number);
                return row.HasMore;
            });
        }

        public override string Name => "specimens";

        public override string Version => "1.2.3";

        private static int Write(in Specimen row, Span<byte> utf8)
        {
            utf8[0] = (byte)'N';
            utf8[1] = (byte)('0' + row.Number);
            return 2;
        }
    }
}
