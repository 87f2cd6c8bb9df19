using KafkaStellar.Datasets;
using KafkaStellar.Testing;

namespace KafkaStellar.Workers.Tests;

/// <summary>The program as a user starts it: exit codes, and what it says on which stream.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_verb_shows_an_example_in_its_help()
    {
        string[] verbs = await VerbsOfAsync();
        foreach (string known in (string[])["source", "extract", "sink", "topics", "rows", "query", "simulate"]) verbs.ShouldContain(known);
        foreach (string verb in verbs) await VerifyHelpAsync(verb);
    }

    [Fact]
    public async Task Every_verb_of_topics_shows_an_example_in_its_help()
    {
        string[] verbs = await VerbsOfAsync("topics");
        verbs.ShouldBe(["list", "apply", "check", "render"]);
        foreach (string verb in verbs) await VerifyHelpAsync("topics", verb);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("rows", "ledgers")]
    [InlineData("rows", "ledgers", "FILE", "--format", "xml")]
    [InlineData("source", "--frobnicate")]
    [InlineData("simulate")]
    [InlineData("simulate", "--lake", "x", "--stream", "y")]
    [InlineData("simulate", "--lake", "x", "--ledgers", "0")]
    [InlineData("simulate", "--lake", "x", "--ledgers", "many")]
    [InlineData("demo", "--ledgers", "0")]
    [InlineData("demo", "--ledgers", "many")]
    public async Task A_command_line_that_cannot_be_understood_is_wrong_usage(params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain("kafkastellar --help");
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no dataset offers", "rows", "offers", "FILE", "--network", "pubnet")]
    [InlineData("Name the network", "rows", "ledgers", "FILE")]
    [InlineData("mine is not known by name", "rows", "ledgers", "FILE", "--network", "mine")]
    [InlineData("another passphrase", "rows", "ledgers", "FILE", "--network", "pubnet", "--passphrase", "x")]
    [InlineData("--output", "rows", "ledgers", "FILE", "--network", "pubnet", "--format", "parquet")]
    [InlineData("zip", "rows", "ledgers", "FILE", "--network", "pubnet", "--format", "parquet", "--output", "x", "--codec", "zip")]
    [InlineData("no dataset offers", "extract", "offers", "--network", "pubnet", "--bootstrap-servers", "localhost:1")]
    [InlineData("BootstrapServers", "extract", "ledgers", "--network", "pubnet")]
    [InlineData("Slot", "extract", "ledgers", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--slot", "first")]
    [InlineData("Datasets", "sink", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--lake", "x")]
    [InlineData("MaxAge", "sink", "ledgers", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--lake", "x", "--max-age", "soon")]
    [InlineData("zip", "sink", "ledgers", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--lake", "x", "--codec", "zip")]
    [InlineData("Scheme", "sink", "ledgers", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--lake", "x", "--scheme", "weekday")]
    [InlineData("Lake", "source", "--network", "pubnet", "--bootstrap-servers", "localhost:1")]
    [InlineData("Source:To", "source", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--lake", "x", "--from", "6", "--to", "5")]
    [InlineData("BootstrapServers", "topics", "apply", "--network", "pubnet")]
    [InlineData("Name the network", "topics", "list")]
    [InlineData("Protocol is between 23 and 30, not 22.", "simulate", "--stream", "x", "--protocol", "22")]
    [InlineData("Protocol is between 23 and 30, not 31.", "simulate", "--stream", "x", "--protocol", "31")]
    [InlineData("An upgrade leads from protocol 30 to a later one, 30 at most, not to 31.", "simulate", "--stream", "x", "--protocol", "30", "--upgrade-at", "50")]
    [InlineData("Say with --upgrade-at which ledger applies the upgrade.", "simulate", "--stream", "x", "--upgrade-to", "30")]
    [InlineData("Ledger 102 applies the upgrade, but the last one is 101.", "simulate", "--stream", "x", "--upgrade-at", "102")]
    [InlineData("The ledger of the upgrade is between 2 and", "simulate", "--stream", "x", "--upgrade-at", "1")]
    [InlineData("CadenceMilliseconds is between 1 and", "simulate", "--stream", "x", "--cadence-ms", "0")]
    [InlineData("EmptySetOneIn is between 0 and", "simulate", "--stream", "x", "--empty-sets", "-1")]
    public async Task A_setting_that_makes_no_sense_is_wrong_usage_and_named(string named, params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain(named);
        result.Error.ShouldNotContain("   at ");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_come_from_the_environment_too_and_the_command_line_wins()
    {
        var environment = new Dictionary<string, string?> { ["KAFKASTELLAR__NETWORK__NAME"] = "testnet" };

        CommandResult fromEnvironment = await WorkerProcess.RunAsync(["topics", "list"], s_limit, environment, _folder.Path);
        CommandResult fromLine = await WorkerProcess.RunAsync(["topics", "list", "--network", "futurenet"], s_limit, environment, _folder.Path);

        fromEnvironment.Output.ShouldContain("stellar.testnet.raw-ledgers.v1\t12\t");
        fromLine.Output.ShouldContain("stellar.futurenet.raw-ledgers.v1\t12\t");
    }

    [Fact]
    public async Task Settings_come_from_a_file_in_the_working_folder_too()
    {
        await File.WriteAllTextAsync(_folder.PathOf("appsettings.json"), """{ "Network": { "Name": "testnet" } }""");

        (await RunAsync("topics", "list")).Output.ShouldContain("stellar.testnet.transactions.v1");
    }

    [Fact]
    public async Task Rows_go_to_standard_output_and_nothing_else_does()
    {
        string file = MadeFiles.Batch(_folder, "a.xdr.zst", [.. MadeFiles.Ledgers(2)]);

        CommandResult result = await RunAsync("rows", "ledgers", file, "--network", "standalone");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        JsonLines.Parse(result.Output).Select(row => row.GetProperty("ledger_seq").GetUInt32()).ShouldBe([MadeFiles.First, MadeFiles.First + 1]);
    }

    [Fact]
    public async Task A_bad_file_is_named_with_the_byte_and_the_exit_code_is_3()
    {
        string file = MadeFiles.Bare(_folder, "cut.xdr", MadeFiles.Ledgers(1)[0][..500]);

        CommandResult result = await RunAsync("rows", "ledgers", file, "--network", "standalone");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain(file);
        result.Error.ShouldContain("byte ");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ledger_of_another_network_is_named_with_its_file_and_the_exit_code_is_3()
    {
        string file = MadeFiles.Bare(_folder, "a.xdr", MadeFiles.Ledgers(1)[0]);

        CommandResult result = await RunAsync("rows", "ledgers", file, "--network", "pubnet");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain($"{file}: ledger {MadeFiles.First}");
        result.Error.ShouldContain("is it another network's ledger?");
    }

    [Fact]
    public async Task A_missing_file_is_named_and_the_exit_code_is_3()
    {
        CommandResult result = await RunAsync("rows", "ledgers", _folder.PathOf("missing.xdr"), "--network", "standalone");

        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain(_folder.PathOf("missing.xdr"));
    }

    [Fact]
    public async Task The_same_seed_simulates_the_same_stream()
    {
        foreach (string name in (string[])["a", "b"])
            (await RunAsync("simulate", "--stream", _folder.PathOf(name), "--ledgers", "3", "--transactions", "2", "--seed", "7")).ExitCode.ShouldBe(0);
        (await RunAsync("simulate", "--stream", _folder.PathOf("c"), "--ledgers", "3", "--transactions", "2", "--seed", "8")).ExitCode.ShouldBe(0);

        byte[] first = await File.ReadAllBytesAsync(_folder.PathOf("a"));
        (await File.ReadAllBytesAsync(_folder.PathOf("b"))).ShouldBe(first);
        (await File.ReadAllBytesAsync(_folder.PathOf("c"))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData(new uint[] { 30, 30, 30, 30 })]
    [InlineData(new uint[] { 25, 25, 25, 25 }, "--protocol", "25")]
    [InlineData(new uint[] { 29, 29, 30, 30 }, "--upgrade-at", "4")]
    [InlineData(new uint[] { 27, 27, 28, 28 }, "--upgrade-at", "4", "--upgrade-to", "28")]
    [InlineData(new uint[] { 25, 25, 26, 26 }, "--upgrade-at", "4", "--protocol", "25")]
    [InlineData(new uint[] { 28, 28, 30, 30 }, "--upgrade-at", "4", "--protocol", "28", "--upgrade-to", "30")]
    public async Task A_simulation_is_of_the_newest_protocol_unless_it_is_told_another_or_an_upgrade(uint[] protocols, params string[] options)
    {
        string stream = _folder.PathOf("stream");

        CommandResult simulated = await RunAsync(["simulate", "--stream", stream, "--ledgers", "4", "--transactions", "1", .. options]);

        simulated.ExitCode.ShouldBe(0, simulated.Error);
        CommandResult rows = await RunAsync("rows", "ledgers", stream, "--network", "standalone");
        JsonLines.Parse(rows.Output).Select(row => row.GetProperty("protocol_version").GetUInt32()).ShouldBe(protocols);
    }

    [Theory]
    [InlineData("--lake")]
    [InlineData("--stream")]
    public async Task A_simulation_that_is_refused_leaves_nothing_behind(string form)
    {
        (await RunAsync("simulate", form, _folder.PathOf("made"), "--protocol", "22")).ExitCode.ShouldBe(2);

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_simulation_drops_sets_and_closes_at_the_pace_that_was_asked_for()
    {
        string stream = _folder.PathOf("stream");

        CommandResult simulated = await RunAsync("simulate", "--stream", stream, "--ledgers", "3", "--transactions", "1", "--empty-sets", "1", "--cadence-ms", "250");

        simulated.ExitCode.ShouldBe(0, simulated.Error);
        IReadOnlyList<System.Text.Json.JsonElement> rows = JsonLines.Parse((await RunAsync("rows", "ledgers", stream, "--network", "standalone")).Output);
        rows.Select(row => row.GetProperty("tx_count").GetUInt32()).ShouldBe([0u, 0, 0]);
        rows.Select(row => row.GetProperty("close_time_ms").GetUInt64()).ShouldBe([1_750_000_000_000ul, 1_750_000_000_250, 1_750_000_000_500]);
    }

    [Fact]
    public async Task A_lake_that_is_there_already_with_other_ledgers_is_input_refused_and_left_alone()
    {
        string[] simulate = ["simulate", "--lake", _folder.PathOf("lake"), "--ledgers", "2", "--transactions", "1"];
        (await RunAsync(simulate)).ExitCode.ShouldBe(0);
        (await RunAsync(simulate)).ExitCode.ShouldBe(0);

        CommandResult otherSeed = await RunAsync([.. simulate, "--seed", "2"]);
        CommandResult otherNetwork = await RunAsync([.. simulate, "--network", "testnet"]);

        otherSeed.ExitCode.ShouldBe(3, otherSeed.Error);
        otherSeed.Error.ShouldContain("ledger 2, the object exists already with other bytes");
        otherNetwork.ExitCode.ShouldBe(3, otherNetwork.Error);
        otherNetwork.Error.ShouldContain("Standalone Network ; February 2017");
    }

    [Fact]
    public async Task A_query_without_a_lake_is_input_refused_and_wrong_SQL_fails()
    {
        (await RunAsync("query", "--lake", _folder.PathOf("nowhere"), "SELECT 1")).ExitCode.ShouldBe(3);

        Directory.CreateDirectory(_folder.PathOf("lake", "standalone", "ledgers"));
        string file = MadeFiles.Bare(_folder, "a.xdr", MadeFiles.Ledgers(1)[0]);
        (await RunAsync("rows", "ledgers", file, "--network", "standalone", "--format", "parquet", "--output",
            _folder.PathOf("lake", "standalone", "ledgers", "a.parquet"))).ExitCode.ShouldBe(0);
        CommandResult wrong = await RunAsync("query", "--lake", _folder.PathOf("lake"), "SELECT nothing FROM ledgers");
        CommandResult right = await RunAsync("query", "--lake", _folder.PathOf("lake"), "SELECT ledger_seq, node_id IS NULL AS unsigned FROM ledgers");

        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("nothing");
        right.Output.Split('\n')[..2].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldBe([["ledger_seq", "unsigned"], [$"{MadeFiles.First}", "false"]]);
    }

    [Fact]
    public async Task Contract_files_that_differ_from_the_code_are_input_refused()
    {
        (await RunAsync("topics", "render", "--folder", _folder.PathOf("topics"))).ExitCode.ShouldBe(0);
        (await RunAsync("topics", "check", "--folder", _folder.PathOf("topics"))).ExitCode.ShouldBe(0);
        File.Delete(_folder.PathOf("topics", "ledgers.v1.yaml"));

        CommandResult result = await RunAsync("topics", "check", "--folder", _folder.PathOf("topics"));

        result.ExitCode.ShouldBe(3);
        result.Output.ShouldContain("ledgers.v1.yaml is missing");
    }

    [Fact]
    public async Task Every_dataset_is_listed_and_shown_with_its_columns_and_contract()
    {
        CommandResult list = await RunAsync("datasets", "list");
        list.ExitCode.ShouldBe(0, list.Error);
        list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ShouldBe(Catalog.All.Select(dataset => dataset.Name));

        foreach (Dataset dataset in Catalog.All)
        {
            CommandResult show = await RunAsync("datasets", "show", dataset.Name);

            show.ExitCode.ShouldBe(0, show.Error);
            show.Output.ShouldStartWith($"{dataset.Name} {dataset.Version}\n");
            show.Output.ShouldContain($"contract topics/{Contracts.Of(dataset).FileName}");
            foreach (KafkaStellar.Arrow.Field field in dataset.Schema.FieldsList) show.Output.ShouldContain($"\n  {field}\n");
        }
    }

    [Fact]
    public async Task A_dataset_is_shown_with_an_example_row()
    {
        CommandResult show = await RunAsync("datasets", "show", "transactions");

        string example = show.Output[show.Output.IndexOf('{', StringComparison.Ordinal)..];
        System.Text.Json.JsonDocument.Parse(example).RootElement.EnumerateObject().Select(column => column.Name)
            .ShouldBe(Catalog.Find("transactions").Schema.FieldsList.Select(field => field.Name));
    }

    [Theory]
    [InlineData("no account", "rows", "transactions", "--network", "pubnet", "x.xdr", "--accounts", "C")]
    [InlineData("ledgers cannot be narrowed with --accounts", "rows", "ledgers", "--network", "pubnet", "x.xdr", "--accounts", "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN")]
    [InlineData("ledgers cannot be narrowed with --successful-only", "extract", "ledgers", "--network", "pubnet", "--bootstrap-servers", "localhost:1", "--successful-only")]
    public async Task A_selection_that_a_dataset_does_not_have_is_wrong_usage(string named, params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain(named);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => WorkerProcess.RunAsync(arguments, s_limit, workingFolder: _folder.Path);

    private async Task VerifyHelpAsync(params string[] verb)
    {
        CommandResult help = await RunAsync([.. verb, "--help"]);

        help.ExitCode.ShouldBe(0, help.Error);
        help.Output.ShouldContain("Example:");
        help.Output.ShouldContain($"  kafkastellar {string.Join(' ', verb)}");
        help.Error.ShouldBeEmpty();
    }

    // The words at the beginning of the lines below "Commands:".
    private async Task<string[]> VerbsOfAsync(params string[] verb)
    {
        CommandResult help = await RunAsync([.. verb, "--help"]);
        help.ExitCode.ShouldBe(0, help.Error);
        return [.. help.Output.Split('\n').SkipWhile(line => line != "Commands:").Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line.Length > 2 && line[2] != ' ')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
    }
}
