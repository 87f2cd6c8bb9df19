using KafkaStellar.Lake;
using KafkaStellar.Testing;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Verification;

namespace KafkaStellar.Workers.Tests.Verification;

public sealed class LakeAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<TopicMessage> _messages = SinkMessages.Of(last: 7);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lake_as_a_sink_writes_it_is_proven()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);

        LakeAuditResult result = await AuditAsync(lake);

        result.Problems.ShouldBeEmpty();
        (result.Intents, result.Files, result.Rows, result.GapOffsets).ShouldBe((3, 6, 6, 5));
        result.Tables.ShouldBe(["standalone/ledgers: 6 files, 6 rows of 6 ledgers, 2 to 7"]);
    }

    [Fact]
    public async Task A_missing_file_is_named_with_its_intent()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        File.Delete(Files(lake)[2]);

        string problem = (await AuditAsync(lake)).Problems[0];

        problem.ShouldContain(Path.GetFileName("ledgers-00000-0000000004-0000000004.parquet"));
        problem.ShouldContain("the file is not there");
        problem.ShouldContain("offsets 3 to 7");
    }

    [Fact]
    public async Task A_flipped_bit_is_found_by_the_hash_and_a_cut_by_the_length()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        byte[] flipped = await File.ReadAllBytesAsync(Files(lake)[0]);
        flipped[100] ^= 1;
        await File.WriteAllBytesAsync(Files(lake)[0], flipped);
        await File.WriteAllBytesAsync(Files(lake)[1], (await File.ReadAllBytesAsync(Files(lake)[1]))[..^1]);

        IReadOnlyList<string> problems = (await AuditAsync(lake)).Problems;

        problems.ShouldContain(problem => problem.Contains("0000000002.parquet: the file has the SHA-256", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.Contains("0000000003.parquet: the file has", StringComparison.Ordinal) && problem.Contains("bytes; its intent says", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_no_intent_declares_is_named()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        File.Copy(Files(lake)[0], Path.Combine(lake, "standalone", "ledgers", "copy.parquet"));

        (await AuditAsync(lake)).Problems.ShouldHaveSingleItem().ShouldBe("standalone/ledgers/copy.parquet: no intent declares this file. Move it out of the lake: whoever reads the lake counts its rows.");
    }

    [Fact]
    public async Task A_missing_intent_is_a_hole_in_the_chain_and_its_files_are_strays()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        File.Delete(Intents(lake)[1]);

        IReadOnlyList<string> problems = (await AuditAsync(lake)).Problems;

        problems.ShouldContain(problem => problem.Contains("offsets 3 to 6 are in no intent", StringComparison.Ordinal));
        problems.Count(problem => problem.Contains("no intent declares this file", StringComparison.Ordinal)).ShouldBe(2);
        problems.ShouldContain(problem => problem.StartsWith("standalone/ledgers: ledger 4 is missing. ", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.StartsWith("standalone/ledgers: ledger 5 is missing. ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_torn_intent_is_named()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        string torn = Intents(lake)[0];
        await File.WriteAllBytesAsync(torn, (await File.ReadAllBytesAsync(torn))[..^10]);

        (await AuditAsync(lake)).Problems.ShouldContain(problem => problem.Contains("is torn or was edited", StringComparison.Ordinal) && problem.Contains(Path.GetFileName(torn), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ledger_in_two_intents_is_named_with_both()
    {
        await MadeLake.WriteAsync(_folder, _messages.Take(2));
        // The same ledgers again, from a topic that was made anew, together with a third: other files.
        string lake = await MadeLake.WriteAsync(_folder, _messages.Take(3), messagesPerIntent: 3, MadeLake.Topic with { Id = new string('f', 32) });

        IReadOnlyList<string> problems = (await AuditAsync(lake)).Problems;

        problems.ShouldContain(problem => problem.Contains("2 intents declare this file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offsets_that_retention_took_are_told_of()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages.Take(2));
        await new IntentLog(new FolderStore(lake), "lake").OpenAsync(MadeLake.Topic, 0, null, earliest: 9, GapPolicy.Continue);

        (await AuditAsync(lake)).Problems.ShouldHaveSingleItem().ShouldContain("offsets 3 to 9: the topic lost these offsets");
    }

    [Fact]
    public async Task Every_problem_says_what_to_do()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        await File.WriteAllBytesAsync(Files(lake)[5], (await File.ReadAllBytesAsync(Files(lake)[5]))[..^1]);
        File.Copy(Files(lake)[0], Path.Combine(lake, "standalone", "ledgers", "copy.parquet"));
        File.Delete(Intents(lake)[1]);

        IReadOnlyList<string> problems = (await AuditAsync(lake)).Problems;

        problems.Count.ShouldBeGreaterThan(4);
        problems.ShouldAllBe(problem => problem.Contains(" Restore ", StringComparison.Ordinal) || problem.Contains(" Move it ", StringComparison.Ordinal) || problem.Contains(" Bring it ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_file_is_named_with_the_offset_at_which_the_sink_makes_it_again()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        File.Delete(Files(lake)[2]);

        (await AuditAsync(lake)).Problems[0].ShouldContain($"set the sink's group back to offset 3 of {MadeLake.Topic.Topic}/0, and start the sink, which makes it again");
    }

    [Fact]
    public async Task A_ledger_that_names_another_one_before_it_in_another_file_is_named()
    {
        string lake = await MadeLake.WriteAsync(_folder, [.. _messages.Take(3), .. SinkMessages.Of(last: 7, seed: 2).Skip(3)]);

        (await AuditAsync(lake)).Problems.ShouldHaveSingleItem().ShouldContain("standalone/ledgers: ledger 5 names ");
    }

    [Fact]
    public async Task Rows_that_stand_twice_in_one_file_are_named()
    {
        string lake = await MadeLake.WriteAsync(_folder, [SinkMessages.Doubled()]);

        (await AuditAsync(lake)).Problems.ShouldContain(problem => problem.Contains("0000000002.parquet: rows of ledger 2 stand there more than once: 2 rows, of which 1 are different.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_a_ledger_that_the_intent_does_not_hold_are_named()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages.Take(2));
        var log = new IntentLog(new FolderStore(lake), "lake");
        Intent intent = (await log.ReadAsync(MadeLake.Topic, 0, default))[0];
        File.Delete(Intents(lake)[0]);
        await log.DeclareAsync(intent with { Ledgers = [new LedgerRange(2, 2)] }, default);

        (await AuditAsync(lake)).Problems.ShouldContain(problem => problem.Contains("it has rows of ledger 3 to 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partition_whose_intents_and_files_were_removed_is_missed()
    {
        string lake = await MadeLake.WriteAsync(_folder, _messages);
        Directory.Delete(Path.Combine(lake, "standalone"), recursive: true);
        Directory.Delete(Path.Combine(lake, IntentLog.Root, "lake", "log"), recursive: true);

        (await AuditAsync(lake)).Problems.ShouldHaveSingleItem().ShouldContain($"{SinkMessages.Partition}: the lake has had intents of this partition, and they are gone");
    }

    private static Task<LakeAuditResult> AuditAsync(string lake) => new LakeAudit(lake).RunAsync(default);

    private static string[] Files(string lake) =>
        [.. Directory.GetFiles(Path.Combine(lake, "standalone"), "*.parquet", SearchOption.AllDirectories).OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal)];

    // By what they are named: the last first.
    private static string[] Intents(string lake) =>
        [.. Directory.GetFiles(Path.Combine(lake, IntentLog.Root), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
