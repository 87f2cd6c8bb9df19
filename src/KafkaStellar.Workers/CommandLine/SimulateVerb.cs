using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>simulate</c>: ledgers out of a seed.</summary>
internal static class SimulateVerb
{
    private static readonly Option<string> Lake = new("--lake") { Description = "a folder for a data lake (SEP-54)" };
    private static readonly Option<string> Stream = new("--stream") { Description = "a file for a stream as stellar-core writes it, or a device or pipe; '-' for standard output" };
    private static readonly Option<int> Ledgers = new("--ledgers") { Description = "how many ledgers", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Transactions = new("--transactions") { Description = "transactions in each", DefaultValueFactory = _ => 100 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "the same seed gives the same bytes", DefaultValueFactory = _ => 1 };
    private static readonly Option<uint> First = new("--first") { Description = "the first ledger", DefaultValueFactory = _ => 2 };
    private static readonly Option<uint?> Protocol = new("--protocol")
    {
        Description = $"the protocol version, {SimulationOptions.OldestProtocol} to {XdrVersion.Protocol}; else the newest, or with an upgrade the one before",
    };
    private static readonly Option<uint?> UpgradeAt = new("--upgrade-at") { Description = "the ledger that applies an upgrade of the protocol" };
    private static readonly Option<uint?> UpgradeTo = new("--upgrade-to") { Description = "the protocol that it leads to; else the next" };
    private static readonly Option<uint?> Cadence = new("--cadence-ms")
    {
        Description = "milliseconds from ledger to ledger, before protocol 30 rounded up to whole seconds; else 5000, and 600 from protocol 30 on",
    };
    private static readonly Option<int> EmptySets = new("--empty-sets") { Description = "drop the transaction set of one ledger in so many, from protocol 28 on; 0 for none" };
    private static readonly Option<string> NetworkName = new("--network") { Description = "the network", DefaultValueFactory = _ => "standalone" };
    private static readonly Option<string> Passphrase = new("--passphrase") { Description = "the network's passphrase" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var command = new Command("simulate",
            "Makes ledgers: valid XDR, chained by hash, with payments that balance; the same for the same seed. Of one protocol, or with an upgrade on the way."
            + "\n\nExample:\n  kafkastellar simulate --lake /tmp/ledgers --ledgers 1000"
            + "\n  kafkastellar simulate --lake /tmp/ledgers --protocol 29 --upgrade-at 50 --upgrade-to 30 --empty-sets 20")
        {
            Lake, Stream, Ledgers, Transactions, Seed, First, Protocol, UpgradeAt, UpgradeTo, Cadence, EmptySets, NetworkName, Passphrase,
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(Lake) is null == line.GetValue(Stream) is null) line.AddError("Give one of --lake and --stream.");
        });
        Verb.RequireAtLeastOne(Ledgers);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken stop)
    {
        Network network = Network.Of(line.GetValue(NetworkName), line.GetValue(Passphrase));
        SimulationOptions options = Options(line);
        int ledgers = line.GetValue(Ledgers);
        if (options.Upgrade is ProtocolUpgrade upgrade && upgrade.Ledger >= (long)options.FirstLedger + ledgers)
            throw new ArgumentException($"Ledger {upgrade.Ledger} applies the upgrade, but the last one is {(long)options.FirstLedger + ledgers - 1}.");
        if (line.GetValue(Lake) is string folder)
        {
            await SimulateCommand.WriteLakeAsync(network, options, ledgers, folder, stop);
            return ExitCodes.Done;
        }

        string path = line.GetValue(Stream)!;
        using var output = new OutputFile(OutputPlace.Of(path == "-" ? null : path));
        SimulateCommand.WriteStream(network, options, ledgers, output.Stream, stop);
        output.Complete();
        return ExitCodes.Done;
    }

    private static SimulationOptions Options(ParseResult line)
    {
        uint? at = line.GetValue(UpgradeAt), to = line.GetValue(UpgradeTo);
        if (at is null && to is not null) throw new ArgumentException("Say with --upgrade-at which ledger applies the upgrade.");
        uint before = Math.Max(SimulationOptions.OldestProtocol + 1, to ?? XdrVersion.Protocol) - 1;
        uint protocol = line.GetValue(Protocol) ?? (at is null ? XdrVersion.Protocol : before);
        return new SimulationOptions
        {
            Seed = line.GetValue(Seed),
            FirstLedger = line.GetValue(First),
            TransactionsPerLedger = line.GetValue(Transactions),
            Protocol = protocol,
            Upgrade = at is uint ledger ? new ProtocolUpgrade(ledger, to ?? protocol + 1) : null,
            CadenceMilliseconds = line.GetValue(Cadence),
            EmptySetOneIn = line.GetValue(EmptySets),
        };
    }
}
