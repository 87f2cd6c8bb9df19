using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Benchmark;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>bench</c>: how fast one core makes rows.</summary>
internal static class BenchVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var what = new Argument<string>("WHAT") { Description = string.Join(", ", Catalog.All.Select(NameOf)) };
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "data lake objects (SEP-54), bare LedgerCloseMeta, or stellar-core streams; plain, .zst or .gz" };
        var seconds = new Option<int>("--seconds") { Description = "how long to measure, after a second of warming up", DefaultValueFactory = _ => 5 };
        Verb.RequireAtLeastOne(seconds);
        var network = new Option<string>("--network") { Description = "the network: pubnet (unless there is a passphrase), testnet, futurenet, standalone, or a label given with its passphrase" };
        var passphrase = new Option<string>("--passphrase") { Description = "the network's passphrase" };
        var unified = new Option<bool>("--unified") { Description = "read token transfers from the meta's own events" };
        var command = new Command("bench",
            "Measures how fast one core makes rows, from the bytes of a ledger to an Arrow record batch.\n\nExample:\n  kafkastellar bench token-transfers --seconds 5 ledgers/*.xdr.zst")
        {
            what, files, seconds, network, passphrase, unified,
        };
        command.SetAction((line, stop) => Task.Run(() =>
        {
            string? phrase = line.GetValue(passphrase);
            return new BenchCommand(
                Catalog.Find(line.GetValue(what)!.Replace('-', '_')),
                Network.Of(line.GetValue(network) ?? (phrase is null ? "pubnet" : null), phrase),
                new Selection { Unified = line.GetValue(unified) },
                line.GetValue(files)!,
                TimeSpan.FromSeconds(line.GetValue(seconds))).Run(stop);
        }, stop));
        return command;
    }

    private static string NameOf(Dataset dataset) => dataset.Name.Replace('_', '-');
}
