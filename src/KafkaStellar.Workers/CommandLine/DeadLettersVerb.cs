using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.SetAside;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>dead-letters</c>: messages that could not be read: listed, shown, tried again.</summary>
internal static class DeadLettersVerb
{
    private static readonly Setting[] Settings = [.. SharedSettings.Kafka, .. SharedSettings.Network];
    private static readonly Argument<string[]> Positions = new("POSITION") { Arity = ArgumentArity.ZeroOrMore, Description = "where they stand in dead-letters, PARTITION/OFFSET" };
    private static readonly Argument<string> Position = new("POSITION") { Description = "where it stands in dead-letters, PARTITION/OFFSET" };
    private static readonly Option<string?> Value = new("--value") { Description = "a file for the message's value as it came" };
    private static readonly Option<bool> All = new("--all") { Description = "every dead letter" };
    private static readonly Option<string[]> Datasets = new("--dataset") { Description = "a dataset to make, given once for each; else those that were to be made when the message was set aside" };

    /// <summary>The verb.</summary>
    public static Command Create() => new("dead-letters", "Lists, shows and tries again the messages that could not be read.\n\nExample:\n  kafkastellar dead-letters list --bootstrap-servers localhost:9092 --network pubnet")
    {
        List(), Show(), Retry(),
    };

    private static Command List()
    {
        Command command = Verb.Of("list", "Prints a line for each dead letter: its position, the message's position, the ledger, the value's bytes and the reason, between tabs.",
            "kafkastellar dead-letters list --bootstrap-servers localhost:9092 --network pubnet", Settings);
        command.SetAction((line, stop) => WithKafka(line, (clients, host) =>
        {
            foreach (KeptLetter kept in new LetterBox(clients, WorkerHost.NetworkOf(host).Name).Read(stop)) Console.WriteLine(LetterText.LineOf(kept));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Show()
    {
        Command command = Verb.Of("show", "Prints one dead letter whole, as JSON: key in hex, value in base64.",
            "kafkastellar dead-letters show 3/17 --value message.arrows --bootstrap-servers localhost:9092 --network pubnet", Settings);
        command.Arguments.Add(Position);
        command.Options.Add(Value);
        command.SetAction((line, stop) => WithKafka(line, (clients, host) =>
        {
            KeptLetter kept = new LetterBox(clients, WorkerHost.NetworkOf(host).Name).At(line.GetValue(Position)!, stop);
            if (line.GetValue(Value) is { } path) Write(path, kept.Letter.SourceValue ?? []);
            Console.WriteLine(LetterText.Whole(kept));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static void Write(string path, byte[] value)
    {
        using var output = new OutputFile(OutputPlace.Of(path));
        output.Stream.Write(value);
        output.Complete();
    }

    private static Command Retry()
    {
        Command command = Verb.Of("retry",
            "Makes what dead letters should have given, each once, with the program as it is now. The rows go to the datasets' topics after what is there: late, and out of the ledgers' order.",
            "kafkastellar dead-letters retry 3/17 --bootstrap-servers localhost:9092 --network pubnet", Settings);
        command.Arguments.Add(Positions);
        command.Options.Add(All);
        command.Options.Add(Datasets);
        foreach (Setting setting in SharedSettings.Selection) command.Options.Add(setting.Option);
        command.Validators.Add(given =>
        {
            if (given.GetValue(All) == (given.GetValue(Positions) is { Length: > 0 })) given.AddError("Name the dead letters to try again, or --all.");
        });
        command.SetAction((line, stop) => WithKafka(line, (clients, host) =>
        {
            Selection selection = SelectionOptions.Of(Setting.Configure(line, SharedSettings.Selection)).ToSelection();
            return Retry(line, new LetterBox(clients, WorkerHost.NetworkOf(host).Name), new LetterRetry(clients, WorkerHost.NetworkOf(host), selection), stop);
        }));
        return command;
    }

    private static int Retry(ParseResult line, LetterBox box, LetterRetry retry, CancellationToken stop)
    {
        int code = ExitCodes.Done;
        foreach (KeptLetter kept in line.GetValue(All) ? box.Read(stop) : line.GetValue(Positions)!.Select(position => box.At(position, stop)))
        {
            IReadOnlyList<string> datasets = line.GetValue(Datasets) is { Length: > 0 } named ? named : kept.Letter.Datasets
                ?? throw new ArgumentException($"The letter of {kept.Letter.Source} does not tell which datasets were to be made of it: name them with --dataset.");
            try
            {
                foreach (string sentence in retry.Run(kept, datasets, stop)) Console.WriteLine(sentence);
            }
            catch (BadMessageException still)
            {
                Console.Error.WriteLine($"{kept.At}: {still.Message}");
                code = ExitCodes.InputRefused;
            }
        }

        return code;
    }

    private static async Task<int> WithKafka(ParseResult line, Func<ClientFactory, IHost, int> work)
    {
        using IHost host = WorkerHost.Build(Setting.Read(line, Settings), _ => { });
        return await Task.Run(() => work(host.Services.GetRequiredService<ClientFactory>(), host));
    }
}
