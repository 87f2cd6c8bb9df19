using KafkaStellar.Datasets;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Verification;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<byte[]> _ledgers = MadeFiles.Ledgers(3);

    public void Dispose() => _folder.Dispose();

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
        problems[1].ShouldEndWith("they are not of one chain");
    }

    [Fact]
    public void A_gap_is_no_broken_chain() => Problems([_ledgers[0], _ledgers[2]]).ShouldBeEmpty();

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

    [SkippableFact]
    public void Real_ledgers_have_no_problem()
    {
        var output = new StringWriter();
        string[] files = [.. RealLedgers.Pubnet.Files.Select(file => file.Path)];

        new VerifyCommand(Network.Of("pubnet", null), Selection.Everything, files, output).Run(default).ShouldBe(ExitCodes.Done, output.ToString());
    }

    private string[] Problems(IReadOnlyList<byte[]> ledgers, params string[] more)
    {
        string[] files = [.. ledgers.Select((ledger, index) => MadeFiles.Bare(_folder, $"{index}.xdr", ledger)), .. more];
        var output = new StringWriter();
        int code = new VerifyCommand(MadeFiles.Network, Selection.Everything, files, output).Run(default);
        string[] problems = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        code.ShouldBe(problems.Length == 0 ? ExitCodes.Done : ExitCodes.InputRefused);
        return problems;
    }

    private static int HashOf(byte[] ledger) => ledger.AsSpan().IndexOf(new LedgerWalk(MadeFiles.Network).Read(ledger).Hash);

    private static void Flip(byte[] ledger, int at) => ledger[at] ^= 1;
}
