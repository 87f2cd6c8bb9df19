using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Verification;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Verification;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<byte[]> _ledgers = MadeFiles.Ledgers(3);

    private readonly StringWriter _talk = new();
    private bool _complete;

    public void Dispose()
    {
        _folder.Dispose();
        _talk.Dispose();
    }

    [Fact]
    public void Ledgers_of_one_chain_have_no_problem() => Problems(_ledgers).ShouldBeEmpty();

    [Fact]
    public void A_ledger_that_says_another_hash_than_its_headers_is_found_and_breaks_the_chain()
    {
        Flip(_ledgers[1], HashOf(_ledgers[1]));

        string[] problems = Problems(_ledgers);
        problems.Length.ShouldBe(2);
        problems[0].ShouldContain("1.xdr: ledger 101: its header has the hash");
        problems[1].ShouldContain("2.xdr: ledger 102: it names");
        problems[1].ShouldContain("they are not of one chain. Find out which is the network's");
    }

    [Fact]
    public void A_gap_between_files_is_told_of_and_no_problem()
    {
        Problems([_ledgers[0], _ledgers[2]]).ShouldBeEmpty();

        _talk.ToString().ShouldContain("ledger 101 is not among these files.\n");
    }

    [Fact]
    public void A_gap_between_files_is_a_problem_where_they_should_be_complete()
    {
        _complete = true;

        string problem = Problems([_ledgers[0], MadeFiles.Ledgers(6)[5]]).ShouldHaveSingleItem();

        problem.ShouldContain("ledgers 101 to 104 are missing between ");
        problem.ShouldContain("0.xdr and ");
        problem.ShouldContain("1.xdr. ");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3, "--complete")]
    public async Task A_gap_between_files_is_told_of_on_standard_error_and_refused_where_they_should_be_complete(int exitCode, params string[] options)
    {
        string[] files = [MadeFiles.Bare(_folder, "a.xdr", _ledgers[0]), MadeFiles.Bare(_folder, "b.xdr", _ledgers[2])];

        CommandResult result = await WorkerProcess.RunAsync(["verify", .. files, "--network", "standalone", .. options], TimeSpan.FromMinutes(2));

        result.ExitCode.ShouldBe(exitCode, result.Error);
        (exitCode == 0 ? result.Error : result.Output).ShouldContain("ledger 101 is ");
        result.Output.Length.ShouldBe(exitCode == 0 ? 0 : result.Output.IndexOf('\n') + 1);
    }

    [Fact]
    public void A_gap_within_one_file_is_a_problem_with_its_name() =>
        Problems([], MadeFiles.Stream(_folder, "a.stream.gz", _ledgers[0], _ledgers[2])).ShouldHaveSingleItem()
            .ShouldContain("a.stream.gz: ledger 101 is missing between ledgers 100 and 102. ");

    [Fact]
    public void A_gap_within_one_file_that_another_fills_is_no_problem() =>
        Problems([_ledgers[1]], MadeFiles.Stream(_folder, "a.stream.gz", _ledgers[0], _ledgers[2])).ShouldBeEmpty();

    [Fact]
    public void Ledgers_that_stand_twice_with_the_same_bytes_count_once_and_are_told_of()
    {
        string stream = MadeFiles.Stream(_folder, "a.stream.gz", _ledgers[0], _ledgers[1], _ledgers[1], _ledgers[2]), batch = MadeFiles.Batch(_folder, "b.xdr.zst", [.. _ledgers]);

        Problems([], stream, batch).ShouldBeEmpty();

        string talk = _talk.ToString();
        talk.ShouldContain($"ledger 101 stands twice in {stream} with the same bytes, and counts once.\n");
        talk.ShouldContain($"ledgers 100 to 102 stand in {stream} and again in {batch} with the same bytes, and count once.\n");
        talk.ShouldContain("3 ledgers verified, 0 problems.");
    }

    [Fact]
    public void Two_ledgers_of_one_sequence_and_different_hashes_are_a_problem_with_both_hashes_and_files()
    {
        byte[] other = Simulation.Simulated.Ledgers(1, new() { FirstLedger = MadeFiles.First, Seed = 2, TransactionsPerLedger = 3 })[0];

        string problem = Problems([_ledgers[0], other, _ledgers[1]]).ShouldHaveSingleItem();

        problem.ShouldContain("ledger 100 is not the same in all files");
        problem.ShouldContain($"0.xdr has one with the hash {Hash(_ledgers[0])}");
        problem.ShouldContain($"1.xdr has one with the hash {Hash(other)}");
        problem.ShouldContain("two histories");
    }

    [Fact]
    public void One_ledger_told_in_two_ways_is_a_problem_and_no_fork()
    {
        byte[] other = [.. _ledgers[0]];
        Ledger ledger = new LedgerWalk(MadeFiles.Network).Read(other);
        Flip(other, other.AsSpan().IndexOf(ledger.Header.Xdr) + ledger.Header.Xdr.Length + 2 * sizeof(int));

        string[] problems = Problems([_ledgers[0], other]);

        problems[0].ShouldContain("ledger 100 is not the same in all files");
        problems[0].ShouldContain("stellar-core told more in one");
    }

    [Fact]
    public void A_ledger_after_one_that_is_refused_is_linked_to_it_all_the_same()
    {
        byte[] foreign = Simulation.Simulated.Ledgers(1, new() { FirstLedger = MadeFiles.First + 1, Seed = 2, TransactionsPerLedger = 3 }, Network.Of("testnet", null))[0];

        Problems([_ledgers[0], foreign, _ledgers[2]]).Count(problem => problem.Contains("they are not of one chain", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Every_problem_says_what_to_do()
    {
        byte[] foreign = Simulation.Simulated.Ledgers(1, new() { FirstLedger = MadeFiles.First + 1, Seed = 2, TransactionsPerLedger = 3 }, Network.Of("testnet", null))[0];
        Flip(_ledgers[0], HashOf(_ledgers[0]));

        Problems([_ledgers[0], foreign]).ShouldAllBe(problem => problem.EndsWith(" fetch it again.", StringComparison.Ordinal)
            || problem.EndsWith(" fetch the other again.", StringComparison.Ordinal) || problem.EndsWith("(--network, --passphrase).", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ledger_of_another_chain_is_found()
    {
        byte[] other = Simulation.Simulated.Ledgers(1, new() { FirstLedger = MadeFiles.First + 1, Seed = 2, TransactionsPerLedger = 3 })[0];

        Problems([_ledgers[0], other]).ShouldHaveSingleItem().ShouldContain("ledger 101: it names");
    }

    [Fact]
    public void A_fee_that_was_not_charged_is_found_by_the_results_hash_and_by_the_balances()
    {
        Ledger ledger = new LedgerWalk(MadeFiles.Network).Read(_ledgers[0]);
        byte[] hash = [];
        foreach (LedgerTransaction transaction in ledger)
        {
            if (hash.Length == 0) hash = transaction.Hash.ToArray();
        }

        int result = _ledgers[0].AsSpan().IndexOf(hash) + hash.Length;
        Flip(_ledgers[0], result + sizeof(long) - 1);

        string[] problems = Problems([_ledgers[0]]);
        problems[0].ShouldContain("ledger 100: its results have the hash");
        problems[1].ShouldContain($"ledger 100, transaction {Convert.ToHexStringLower(hash)}: G");
        problems[1].ShouldContain(" of native, its transfers say -");
    }

    [Fact]
    public void A_file_that_is_no_ledger_is_a_problem_among_others()
    {
        File.WriteAllBytes(_folder.PathOf("junk.xdr"), [1, 2, 3]);

        Problems(_ledgers, _folder.PathOf("junk.xdr")).ShouldHaveSingleItem().ShouldContain("junk.xdr");
    }

    [Fact]
    public void A_ledger_that_is_refused_is_a_problem_among_others() =>
        Problems([_ledgers[0], _ledgers[1][..^8], _ledgers[2]]).ShouldHaveSingleItem().ShouldContain("1.xdr");

    [Fact]
    public void A_ledger_of_a_newer_protocol_is_a_problem_that_asks_for_an_upgrade()
    {
        byte[] newer = MadeFiles.OfProtocol(_ledgers[1], XdrVersion.Protocol + 1);

        Problems([_ledgers[0], newer, _ledgers[2]]).ShouldHaveSingleItem()
            .ShouldEndWith($"1.xdr: ledger 101 is of protocol {XdrVersion.Protocol + 1}; this build knows protocols up to {XdrVersion.Protocol}: upgrade");
    }

    [Fact]
    public void A_transaction_set_of_another_hash_than_the_header_says_is_found()
    {
        byte[] ledger = [.. _ledgers[0]];
        Ledger read = new LedgerWalk(MadeFiles.Network).Read(ledger);
        int set = ledger.AsSpan().IndexOf(read.Header.Xdr) + read.Header.Xdr.Length + 2 * sizeof(int); // behind the entry's extension and the set's version
        Flip(ledger, set);

        Problems([ledger]).ShouldHaveSingleItem().ShouldContain("0.xdr: ledger 100: its transaction set has the hash");
    }

    [SkippableTheory]
    [InlineData("pubnet")]
    [InlineData("testnet")]
    [InlineData("p30")]
    public void Real_ledgers_have_no_problem(string name)
    {
        using var output = new StringWriter();
        RealLedgerSet set = RealLedgers.Set(name);
        string[] files = [.. set.Files.Select(file => file.Path)];

        new VerifyCommand(Network.Of(null, set.Passphrase), Selection.Everything, files, complete: false, output, _talk).Run(default).ShouldBe(ExitCodes.Done, output.ToString());
    }

    [SkippableFact]
    public void The_header_of_a_ledger_whose_transactions_were_dropped_names_no_set()
    {
        byte[][] ledgers = [.. RealLedgers.P30.LedgerCloseMetas().Select(ledger => ledger.ToArray())];
        byte[] empty = ledgers.Single(ledger => MadeFiles.SequenceOf(ledger) == 63_092_987);
        const int TxSetHash = sizeof(uint) + 32; // in the header, behind version and previous hash
        empty[empty.AsSpan().IndexOf(Lake.RawLedger.Parse(empty).HeaderXdr) + TxSetHash] = 1;

        string[] problems = Problems([empty], Network.Of("pubnet", null));

        problems.Length.ShouldBe(2); // the other is the header's own hash
        problems[1].ShouldContain("ledger 63092987: its transaction set was dropped, and its header says the hash 01");
    }

    [SkippableFact]
    public void A_close_time_in_milliseconds_that_is_not_within_the_second_is_found()
    {
        byte[] last = RealLedgers.P30.LedgerCloseMetas().Last().ToArray();
        ulong seconds = Lake.RawLedger.Parse(last).CloseTime;

        string[] problems = Problems([MadeFiles.ClosedAt(last, seconds + 1)], Network.Of("pubnet", null));

        problems.Length.ShouldBe(2);
        problems[1].ShouldContain($" milliseconds after 1970, and {seconds + 1} seconds");
    }

    private string[] Problems(IReadOnlyList<byte[]> ledgers, params string[] more) => Problems(ledgers, MadeFiles.Network, more);

    private string[] Problems(IReadOnlyList<byte[]> ledgers, Network network, params string[] more)
    {
        string[] files = [.. ledgers.Select((ledger, index) => MadeFiles.Bare(_folder, $"{index}.xdr", ledger)), .. more];
        using var output = new StringWriter();
        int code = new VerifyCommand(network, Selection.Everything, files, _complete, output, _talk).Run(default);
        string[] problems = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        code.ShouldBe(problems.Length == 0 ? ExitCodes.Done : ExitCodes.InputRefused);
        return problems;
    }

    private static string Hash(byte[] ledger) => Convert.ToHexStringLower(Lake.RawLedger.Parse(ledger).Hash);

    private static int HashOf(byte[] ledger) => ledger.AsSpan().IndexOf(new LedgerWalk(MadeFiles.Network).Read(ledger).Hash);

    private static void Flip(byte[] ledger, int at) => ledger[at] ^= 1;
}
