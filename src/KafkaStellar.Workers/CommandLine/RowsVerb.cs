using System.CommandLine;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Rows;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>rows</c>: ledger files → rows, offline.</summary>
internal static class RowsVerb
{
    private static readonly string[] Formats = ["jsonl", "csv", "arrow", "parquet", "protobuf", "protojson"];

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = string.Join(", ", Catalog.All.Select(one => one.Name)) };
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "data lake objects (SEP-54), bare LedgerCloseMeta, or stellar-core streams; plain, .zst or .gz" };
        var network = new Option<string>("--network") { Description = "the network: pubnet, testnet, futurenet, standalone, or a label given with its passphrase" };
        var passphrase = new Option<string>("--passphrase") { Description = "the network's passphrase" };
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", Formats)}; the last two for token_transfers; else as the output's name ends (.csv, .arrow, .arrows, .parquet, .pb), or jsonl" };
        format.AcceptOnlyFromAmong(Formats);
        var output = new Option<string>("--output") { Description = "a file, which appears when it is complete, or a device or pipe, which is written to; else standard output" };
        var codec = new Option<string>("--codec") { Description = "Parquet's codec: zstd[:LEVEL], snappy, gzip, lz4, brotli, none", DefaultValueFactory = _ => "zstd" };
        var keepGoing = new Option<bool>("--keep-going") { Description = "name a ledger that is refused and leave it out, instead of stopping there; exit 3 at the end" };
        var command = new Command("rows",
            "Writes the rows of a dataset from ledger files, in ledger order; no Kafka.\n\nExample:\n  kafkastellar rows transactions --network pubnet ledgers/*.xdr.zst | head\n  kafkastellar rows transactions --network pubnet ledgers/*.xdr.zst --output transactions.parquet")
        {
            dataset, files, network, passphrase, format, output, codec, keepGoing,
        };
        foreach (Setting setting in SharedSettings.Selection) command.Options.Add(setting.Option);
        command.SetAction((line, stop) => Task.Run(() =>
        {
            string? path = line.GetValue(output);
            OutputPlace place = OutputPlace.Of(path);
            place.VerifyIsNoneOf(line.GetValue(files)!);
            Func<Schema, IRowsOutput> open = RowsOutputs.Of(line.GetValue(format) ?? RowsOutputs.FormatOf(path), place, line.GetValue(codec)!);
            var rows = new RowsCommand(
                Catalog.Find(line.GetValue(dataset)!),
                Network.Of(line.GetValue(network), line.GetValue(passphrase)),
                SelectionOptions.Of(Setting.Configure(line, SharedSettings.Selection)).ToSelection(),
                line.GetValue(files)!,
                open,
                line.GetValue(keepGoing));
            return rows.Run(stop);
        }, stop));
        return command;
    }
}
