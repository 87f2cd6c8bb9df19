using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>verify</c>: ledger files, topics or a lake, each against itself and what it was made of.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "data lake objects (SEP-54), bare LedgerCloseMeta, or stellar-core streams; plain, .zst or .gz" };
        var lake = new Option<string>("--lake") { Description = "prove a lake: every sink's chain of intents, every file's length and SHA-256, every ledger's rows once and without a gap" };
        var unified = new Option<bool>("--unified") { Description = "files: token transfers as the meta's own events tell them" };
        var command = new Command("verify",
            "Verifies ledger files (hash chain, gaps and forks over all files together, hashes of headers, transactions and results, token transfers against the balances that moved), or topics, or a lake. "
            + "A sentence for each problem; exit 3 where there is one. Ledgers that stand twice with the same bytes count once; ledgers that are missing are a problem within one file, and between files with --complete only."
            + $"\n\nExample:\n  kafkastellar verify --network pubnet ledgers/*.xdr.zst\n  {VerifyTopicsVerb.Example}\n  kafkastellar verify --lake lake")
        {
            files, lake, unified,
        };
        VerifyTopicsVerb.AddTo(command);
        command.SetAction((line, stop) =>
        {
            string[] paths = line.GetValue(files) ?? [];
            string? folder = line.GetValue(lake);
            bool topics = line.GetValue(VerifyTopicsVerb.Topics);
            return (paths.Length > 0, topics, folder) switch
            {
                (true, false, null) => Task.Run(() => Files(line, paths, line.GetValue(unified), stop), stop),
                (false, true, null) => VerifyTopicsVerb.RunAsync(line, stop),
                (false, false, not null) => VerifyLakeVerb.RunAsync(folder, stop),
                _ => throw new ArgumentException("Say what is to be verified: ledger files, or --topics, or --lake FOLDER; one of them."),
            };
        });
        return command;
    }

    private static int Files(ParseResult line, string[] paths, bool unified, CancellationToken stop)
    {
        Network network = NetworkOptions.Of(Setting.Configure(line, SharedSettings.Network)).ToNetwork();
        return new VerifyCommand(network, Selection.Of(unified: unified), paths, line.GetValue(VerifyTopicsVerb.Complete), Console.Out, Console.Error).Run(stop);
    }
}
