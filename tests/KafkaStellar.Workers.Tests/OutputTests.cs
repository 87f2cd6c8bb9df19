using System.Net.Sockets;
using KafkaStellar.Lake;
using KafkaStellar.Testing;

namespace KafkaStellar.Workers.Tests;

/// <summary>What becomes of the place that an output is sent to, whatever stands there. Devices are named through links, so that a program which replaces them does no harm.</summary>
public sealed class OutputTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public OutputTests() => MadeFiles.Batch(_folder, "in.xdr.zst", [.. MadeFiles.Ledgers(3)]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows ledgers in.xdr.zst --network standalone --output null")]
    [InlineData("rows ledgers in.xdr.zst --network standalone --output null --format parquet")]
    [InlineData("simulate --ledgers 1 --stream null")]
    public async Task A_device_is_written_to_and_a_link_to_it_stays(string command)
    {
        File.CreateSymbolicLink(_folder.PathOf("null"), "/dev/null");

        await DoneAsync($"\"$0\" {command}");

        new FileInfo(_folder.PathOf("null")).LinkTarget.ShouldBe("/dev/null");
        Names().ShouldBe(["in.xdr.zst", "null"]);
    }

    [Fact]
    public async Task A_pipe_is_written_to()
    {
        CommandResult result = await DoneAsync("mkfifo pipe; \"$0\" rows ledgers in.xdr.zst --network standalone --output pipe & cat pipe; wait $!; test -p pipe");

        JsonLines.Parse(result.Output).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_socket_is_written_to()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_folder.PathOf("socket")));
        listener.Listen();

        Task<CommandResult> running = RowsAsync("--output", "socket");
        using Socket connection = await listener.AcceptAsync().WaitAsync(s_limit);
        using var rows = new StreamReader(new NetworkStream(connection));

        JsonLines.Parse(await rows.ReadToEndAsync()).Count.ShouldBe(3);
        (await running).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/proc/self/fd/1")]
    [InlineData("/dev/fd/3")]
    public async Task A_descriptor_is_written_to_where_it_stands(string path)
    {
        await DoneAsync($"exec >log 3>&1; echo before; \"$0\" rows ledgers in.xdr.zst --network standalone --output {path}; echo after");

        string[] lines = await File.ReadAllLinesAsync(_folder.PathOf("log"));
        lines.Length.ShouldBe(5);
        (lines[0], lines[4]).ShouldBe(("before", "after"));
    }

    [Fact]
    public async Task Parquet_goes_to_what_is_no_plain_file_when_it_is_whole()
    {
        await DoneAsync("\"$0\" rows ledgers in.xdr.zst --network standalone --format parquet --output /dev/stdout | cat > rows.parquet");

        using var database = new DuckDb();
        using DuckDbText answer = database.QueryText($"SELECT count(*) FROM read_parquet({DuckDb.Literal(_folder.PathOf("rows.parquet"))})");
        answer.Rows().Single().ShouldBe(["3"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Through_a_link_its_target_is_written_and_the_link_stays(bool exists)
    {
        Directory.CreateDirectory(_folder.PathOf("elsewhere"));
        if (exists) await File.WriteAllTextAsync(_folder.PathOf("elsewhere", "rows.jsonl"), "old");
        File.CreateSymbolicLink(_folder.PathOf("second"), "elsewhere/rows.jsonl");
        File.CreateSymbolicLink(_folder.PathOf("first"), _folder.PathOf("second"));

        (await RowsAsync("--output", "first")).ExitCode.ShouldBe(0);

        new FileInfo(_folder.PathOf("first")).LinkTarget.ShouldBe(_folder.PathOf("second"));
        new FileInfo(_folder.PathOf("second")).LinkTarget.ShouldBe("elsewhere/rows.jsonl");
        JsonLines.Parse(await File.ReadAllBytesAsync(_folder.PathOf("elsewhere", "rows.jsonl"))).Count.ShouldBe(3);
        Names("elsewhere").ShouldBe(["rows.jsonl"]);
    }

    [Fact]
    public async Task Links_that_lead_round_in_a_circle_are_named()
    {
        File.CreateSymbolicLink(_folder.PathOf("a"), "b");
        File.CreateSymbolicLink(_folder.PathOf("b"), "a");

        CommandResult result = await RowsAsync("--output", "a");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("a cannot be written: its links lead round in a circle");
    }

    [Fact]
    public async Task A_folder_is_no_output()
    {
        Directory.CreateDirectory(_folder.PathOf("folder"));

        CommandResult result = await RowsAsync("--output", "folder");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("folder is a folder");
        Names().ShouldBe(["folder", "in.xdr.zst"]);
    }

    [Theory]
    [InlineData("in.xdr.zst")]
    [InlineData("./in.xdr.zst")]
    [InlineData("symbolic")]
    [InlineData("hard")]
    public async Task An_output_that_is_an_input_is_refused_and_the_input_stays(string output)
    {
        byte[] before = await File.ReadAllBytesAsync(_folder.PathOf("in.xdr.zst"));
        await DoneAsync("ln in.xdr.zst hard; ln -s in.xdr.zst symbolic");

        CommandResult result = await RowsAsync("--output", output);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain($"The output {output} is the input in.xdr.zst");
        (await File.ReadAllBytesAsync(_folder.PathOf("in.xdr.zst"))).ShouldBe(before);
        Names().ShouldBe(["hard", "in.xdr.zst", "symbolic"]);
    }

    [Fact]
    public async Task Standard_output_that_is_an_input_is_refused_too()
    {
        byte[] before = await File.ReadAllBytesAsync(_folder.PathOf("in.xdr.zst"));

        (await ShellAsync("\"$0\" rows ledgers in.xdr.zst --network standalone >> in.xdr.zst")).ExitCode.ShouldBe(2);

        (await File.ReadAllBytesAsync(_folder.PathOf("in.xdr.zst"))).ShouldBe(before);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("arrow")]
    [InlineData("parquet")]
    public async Task A_full_device_is_named_and_fails(string format)
    {
        File.CreateSymbolicLink(_folder.PathOf("full"), "/dev/full");

        CommandResult result = await RowsAsync("--output", "full", "--format", format);

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldStartWith("full cannot be written: No space left on device.");
        Names().ShouldBe(["full", "in.xdr.zst"]);
    }

    [Fact]
    public async Task Standard_output_that_is_full_is_named_and_fails()
    {
        CommandResult result = await ShellAsync("\"$0\" rows ledgers in.xdr.zst --network standalone > /dev/full");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("standard output cannot be written: No space left on device.");
    }

    // The runtime's own files in memory count as well, unless it may write where it executes.
    [Theory]
    [InlineData("simulate --ledgers 100 --transactions 20 --stream out")]
    [InlineData("rows transactions big --network standalone --output out")]
    [InlineData("rows transactions big --network standalone --output out --format csv")]
    [InlineData("rows transactions big --network standalone --output out --format arrow")]
    [InlineData("rows transactions big --network standalone --output out --format parquet --codec none")]
    public async Task A_file_that_has_no_room_to_be_written_is_named_and_leaves_nothing_behind(string command)
    {
        await DoneAsync("\"$0\" simulate --ledgers 100 --transactions 20 --stream big");

        CommandResult result = await ShellAsync($"ulimit -f 100; DOTNET_EnableWriteXorExecute=0 \"$0\" {command}");

        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldStartWith("out cannot be written: ");
        Names().ShouldBe(["big", "in.xdr.zst"]);
    }

    [Fact]
    public async Task A_contract_that_has_no_room_to_be_written_leaves_nothing_behind()
    {
        CommandResult result = await ShellAsync("ulimit -f 1; DOTNET_EnableWriteXorExecute=0 \"$0\" topics render --folder topics");

        result.ExitCode.ShouldNotBe(0);
        Names("topics").ShouldNotContain(name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_and_fails()
    {
        CommandResult result = await RowsAsync("--output", "nowhere/rows.jsonl");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("nowhere/rows.jsonl cannot be written: there is no such folder.");
    }

    [Theory]
    [InlineData("rows.parquet", "PAR1")]
    [InlineData("rows.PARQUET", "PAR1")]
    [InlineData("rows.csv", "ledger_seq,")]
    [InlineData("rows.jsonl", "{\"ledger_seq\":")]
    [InlineData("rows.ndjson", "{\"ledger_seq\":")]
    [InlineData("rows.arrow", "\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("rows.arrows", "\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("rows.txt", "{\"ledger_seq\":")]
    [InlineData("rows", "{\"ledger_seq\":")]
    public async Task The_ending_of_the_output_tells_the_format(string output, string beginning)
    {
        (await RowsAsync("--output", output)).ExitCode.ShouldBe(0);

        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder.PathOf(output))).ShouldStartWith(beginning);
    }

    [Fact]
    public async Task The_ending_pb_tells_protobuf()
    {
        CommandResult result = await DoneAsync("\"$0\" rows token_transfers in.xdr.zst --network standalone --output rows.pb; \"$0\" rows token_transfers in.xdr.zst --network standalone --format protobuf | cmp - rows.pb");

        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_format_that_is_said_wins_over_the_ending()
    {
        (await RowsAsync("--output", "rows.parquet", "--format", "csv")).ExitCode.ShouldBe(0);

        (await File.ReadAllTextAsync(_folder.PathOf("rows.parquet"))).ShouldStartWith("ledger_seq,");
    }

    [Fact]
    public async Task Who_reads_the_output_may_stop_early()
    {
        await DoneAsync("\"$0\" simulate --ledgers 100 --transactions 20 --stream big");

        CommandResult result = await ShellAsync("set -o pipefail; \"$0\" rows transactions big --network standalone | head -n 1");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        JsonLines.Parse(result.Output).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_reads_a_pipe_may_stop_early()
    {
        await DoneAsync("\"$0\" simulate --ledgers 100 --transactions 20 --stream big; mkfifo pipe");

        CommandResult result = await ShellAsync("\"$0\" rows transactions big --network standalone --output pipe & head -n 1 pipe; wait $!");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
    }

    private Task<CommandResult> RowsAsync(params string[] options) =>
        WorkerProcess.RunAsync(["rows", "ledgers", "in.xdr.zst", "--network", "standalone", .. options], s_limit, workingFolder: _folder.Path);

    // A line of bash, in which the program is "$0".
    private async Task<CommandResult> ShellAsync(string line)
    {
        await using WorkerProcess shell = WorkerProcess.Start(["-c", line, Path.Combine(AppContext.BaseDirectory, "kafkastellar")], workingFolder: _folder.Path, program: "bash");
        return new CommandResult(await shell.WaitForExitAsync(s_limit), shell.Output, shell.Error);
    }

    private async Task<CommandResult> DoneAsync(string line)
    {
        CommandResult result = await ShellAsync($"set -e; {line}");
        result.ExitCode.ShouldBe(0, result.Error);
        return result;
    }

    private string[] Names(params string[] folder) => [.. Directory.GetFileSystemEntries(_folder.PathOf(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
