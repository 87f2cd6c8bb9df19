using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Protobuf;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.Tests.Simulation;

namespace KafkaStellar.Workers.Tests;

/// <summary>Token transfers as protobuf messages and as protobuf's JSON.</summary>
public sealed class ProtobufOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_row_is_a_message_behind_its_length()
    {
        string file = MadeFiles.Batch(_folder, "a.xdr.zst", [.. MadeFiles.Ledgers(3)]);
        Run(file, "protobuf").ShouldBe(ExitCodes.Done);
        var messages = new List<TokenTransferEvent>();
        using (FileStream stream = File.OpenRead(Output))
        {
            while (stream.Position < stream.Length) messages.Add(TokenTransferEvent.Parser.ParseDelimitedFrom(stream));
        }

        Run(file, "jsonl").ShouldBe(ExitCodes.Done);
        IReadOnlyList<JsonElement> rows = JsonLines.Parse(File.ReadAllBytes(Output));
        messages.Count.ShouldBe(rows.Count);
        messages.Select(message => message.EventCase.ToString().ToLower(CultureInfo.InvariantCulture)).ShouldBe(rows.Select(row => row.GetProperty("event_type").GetString()));
        messages.Select(message => message.Meta.TxHash).ShouldBe(rows.Select(row => row.GetProperty("tx_hash").GetString()));
    }

    public static TheoryData<string> Examples => [.. new[] { "burn-ledger-7762802", "mint-ledger-7320888", "xlm-burn-bug-ledger-9722383", "xlm-mint-bug-ledger-9652679", "xlm-mint-bug-ledger-9652698", "xlm-mint-bug-ledger-9710976" }];

    // The examples were made before muxed info existed, and when a fee stood before its own operations; all else is theirs.
    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void The_JSON_is_that_of_the_references_examples(string example)
    {
        string text = File.ReadAllText(RealLedgers.Require("golden", $"ttp-example-{example}-events.jsonl"));
        string[] expected = [.. Regex.Matches(text, "(?ms)^\\{$.*?^\\}$").Select(match => Compact(match.Value))];
        string ledger = RealLedgers.Pubnet.Files.Single(file => file.Name.EndsWith($"--{example.Split('-')[^1]}.xdr.zst", StringComparison.Ordinal)).Path;

        Run(ledger, "protojson", Network.Of("pubnet", null)).ShouldBe(ExitCodes.Done);

        expected.ShouldNotBeEmpty();
        File.ReadAllLines(Output).Select(Compact).Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_receiver_is_told_apart_in_the_way_it_was_written()
    {
        TokenTransferEvent[] events = Events("text", "id", "hash", null);

        events[0].Meta.ToMuxedInfo.Text.ShouldBe("18446744073709551615");
        events[1].Meta.ToMuxedInfo.Id.ShouldBe(ulong.MaxValue);
        events[2].Meta.ToMuxedInfo.Hash.ToByteArray().ShouldBe(Convert.FromHexString("18446744073709551615"));
        events[3].Meta.ToMuxedInfo.ShouldBeNull();
        TokenTransferEvents.ToJson(events[1]).ShouldContain("\"id\": \"18446744073709551615\"");
    }

    [Fact]
    public void Another_dataset_has_no_protobuf() =>
        Should.Throw<ArgumentException>(() => new RowsCommand(Catalog.Find("ledgers"), MadeFiles.Network, Selection.Everything, [], RowsOutputs.Of("protobuf", OutputPlace.Of(Output), "zstd"), keepGoing: false).Run(default))
            .Message.ShouldContain("Only token_transfers");

    private string Output => _folder.PathOf("rows.out");

    private int Run(string file, string format, Network? network = null) =>
        new RowsCommand(Catalog.Find("token_transfers"), network ?? MadeFiles.Network, Selection.Everything, [file], RowsOutputs.Of(format, OutputPlace.Of(Output), "zstd"), keepGoing: false).Run(default);

    private static TokenTransferEvent[] Events(params string?[] muxedTypes)
    {
        using var table = new MuxedTable();
        foreach (string? type in muxedTypes) table.Append(in type);
        using RecordBatch rows = table.Flush();
        var events = new TokenTransferEvents(rows);
        return [.. Enumerable.Range(0, events.Count).Select(row => events[row])];
    }

    private static string Compact(string json)
    {
        JsonNode message = JsonNode.Parse(json)!;
        message["meta"]!.AsObject().Remove("toMuxedInfo");
        return message.ToJsonString();
    }

    /// <summary>Rows that differ in how the receiver is told apart.</summary>
    private sealed class MuxedTable : Table<string?>
    {
        public MuxedTable()
        {
            UInt32("ledger_seq", (in row) => 1);
            Hash("tx_hash", (in row) => new byte[32]);
            Utf8("event_type", (in row) => "mint"u8);
            Utf8OrNull("from_account", (in row) => OptionalBytes.None);
            Utf8OrNull("to_account", (in row) => OptionalBytes.Of("G"u8));
            Utf8OrNull("asset_type", (in row) => OptionalBytes.None);
            Utf8OrNull("asset_code", (in row) => OptionalBytes.None);
            Utf8OrNull("asset_issuer", (in row) => OptionalBytes.None);
            Utf8("amount_raw", (in row) => "1"u8);
            Timestamp("created_at", (in row) => 0);
            UInt32("tx_index", (in row) => 1);
            UInt32OrNull("op_index", (in row) => null);
            Utf8("contract_address", (in row) => "C"u8);
            Utf8OrNull("to_muxed_type", (in row) => row is null ? OptionalBytes.None : OptionalBytes.Of(System.Text.Encoding.ASCII.GetBytes(row)));
            Utf8OrNull("to_muxed", (in row) => row is null ? OptionalBytes.None : OptionalBytes.Of("18446744073709551615"u8));
        }

        public override string Name => "token_transfers";

        public override string Version => "1.0.0";
    }
}
