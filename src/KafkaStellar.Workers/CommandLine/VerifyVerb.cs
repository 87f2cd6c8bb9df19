using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>verify</c>: ledger files, checked offline.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "data lake objects (SEP-54), bare LedgerCloseMeta, or stellar-core streams; plain, .zst or .gz" };
        var network = new Option<string>("--network") { Description = "the network: pubnet, testnet, futurenet, standalone, or a label given with its passphrase" };
        var passphrase = new Option<string>("--passphrase") { Description = "the network's passphrase" };
        var unified = new Option<bool>("--unified") { Description = "read token transfers from the meta's own events" };
        var command = new Command("verify",
            "Checks ledger files: the hash chain where ledgers follow each other, the hashes of headers, transactions and results, and token transfers "
            + "against the balances that moved. One line a problem; exit 3 where there is one.\n\nExample:\n  kafkastellar verify --network pubnet ledgers/*.xdr.zst")
        {
            files, network, passphrase, unified,
        };
        command.SetAction((line, stop) => Task.Run(() => new VerifyCommand(
            Network.Of(line.GetValue(network), line.GetValue(passphrase)),
            new Selection { Unified = line.GetValue(unified) },
            line.GetValue(files)!,
            Console.Out).Run(stop), stop));
        return command;
    }
}
