using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.Simulation;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>simulate</c>: ledgers out of a seed.</summary>
internal static class SimulateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var lake = new Option<string>("--lake") { Description = "a folder for a data lake (SEP-54)" };
        var stream = new Option<string>("--stream") { Description = "a file for a stream as stellar-core writes it, or a device or pipe; '-' for standard output" };
        var ledgers = new Option<int>("--ledgers") { Description = "how many ledgers", DefaultValueFactory = _ => 100 };
        var transactions = new Option<int>("--transactions") { Description = "transactions in each", DefaultValueFactory = _ => 100 };
        var seed = new Option<ulong>("--seed") { Description = "the same seed gives the same bytes", DefaultValueFactory = _ => 1 };
        var first = new Option<uint>("--first") { Description = "the first ledger", DefaultValueFactory = _ => 2 };
        var network = new Option<string>("--network") { Description = "the network", DefaultValueFactory = _ => "standalone" };
        var passphrase = new Option<string>("--passphrase") { Description = "the network's passphrase" };
        var command = new Command("simulate",
            "Makes ledgers: valid XDR, chained by hash, with payments that balance; the same for the same seed.\n\nExample:\n  kafkastellar simulate --lake /tmp/ledgers --ledgers 1000")
        {
            lake, stream, ledgers, transactions, seed, first, network, passphrase,
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(lake) is null == line.GetValue(stream) is null) line.AddError("Give one of --lake and --stream.");
        });
        Verb.RequireAtLeastOne(ledgers);
        command.SetAction(async (line, stop) =>
        {
            Network simulated = Network.Of(line.GetValue(network), line.GetValue(passphrase));
            var options = new SimulationOptions { Seed = line.GetValue(seed), FirstLedger = line.GetValue(first), TransactionsPerLedger = line.GetValue(transactions) };
            if (line.GetValue(lake) is string folder)
            {
                await SimulateCommand.WriteLakeAsync(simulated, options, line.GetValue(ledgers), folder, stop);
                return ExitCodes.Done;
            }

            string path = line.GetValue(stream)!;
            using var output = new OutputFile(OutputPlace.Of(path == "-" ? null : path));
            SimulateCommand.WriteStream(simulated, options, line.GetValue(ledgers), output.Stream, stop);
            output.Complete();
            return ExitCodes.Done;
        });
        return command;
    }
}
