using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Tests;

/// <summary>The one table of failures: it knows every exception there is, and the contracts say what it makes of a bad message.</summary>
public sealed class FailuresTests
{
    [Fact]
    public void The_table_knows_every_exception_that_can_leave_one_of_our_assemblies()
    {
        Type[] exceptions = [.. ArchitectureTests.Projects.Select(row => System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension((string)row[1])))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Exception)) && CanLeave(type))];

        exceptions.Length.ShouldBeGreaterThan(12);
        exceptions.Except(Failures.All.Select(line => line.Exception)).ShouldBeEmpty("Each needs a line in Failures: its fate and its exit code.");
    }

    [Fact]
    public void An_exception_has_one_line()
    {
        Failures.All.Select(line => line.Exception).ShouldBeUnique();
        Failures.All.Select(line => line.ExitCode).Distinct().Order().ShouldBe([ExitCodes.Failed, ExitCodes.WrongUsage, ExitCodes.InputRefused]);
    }

    [Fact]
    public void The_most_derived_line_counts_and_what_has_none_is_a_bug()
    {
        Failures.Of(new ArgumentOutOfRangeException()).Exception.ShouldBe(typeof(ArgumentException));
        Failures.Of(new FileNotFoundException()).Exception.ShouldBe(typeof(IOException));
        Failures.Of(new FencedException("unit-0")).Exception.ShouldBe(typeof(FencedException));
        (Failures.Of(new NotSupportedException()) is { Fate: Fate.Halt, ExitCode: ExitCodes.Failed, SaysItAll: false }).ShouldBeTrue();
    }

    [Fact]
    public void What_is_wrong_usage_on_the_command_line_is_a_bug_in_a_worker()
    {
        Failures.Of(new ArgumentException("x")).ExitCode.ShouldBe(ExitCodes.WrongUsage);
        (Failures.OfWorker(new ArgumentException("x")) is { ExitCode: ExitCodes.Failed, SaysItAll: false }).ShouldBeTrue();
        Failures.OfWorker(new IntentException("x")).Exception.ShouldBe(typeof(IntentException));
    }

    [Fact]
    public void A_message_is_set_aside_only_where_it_alone_is_bad_and_the_contract_of_its_topic_allows_it()
    {
        var bad = new BadMessageException(new("topic", 0, 5), "it is cut off.");

        Failures.IsSetAside(bad, RawLedgers.Contract).ShouldBeTrue();
        Failures.IsSetAside(bad, RawLedgers.Contract with { OnBadMessage = BadMessagePolicy.Halt }).ShouldBeFalse();
        Failures.IsSetAside(new BrokenChainException("x"), RawLedgers.Contract).ShouldBeFalse();
        Failures.IsSetAside(new IOException("x"), RawLedgers.Contract).ShouldBeFalse();
    }

    // What nobody outside can name is caught where it is thrown.
    private static bool CanLeave(Type type) => !type.IsNestedPrivate && (type.IsPublic || type.Assembly == typeof(Failures).Assembly);
}
