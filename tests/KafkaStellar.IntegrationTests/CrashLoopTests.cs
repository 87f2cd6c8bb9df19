using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.IntegrationTests;

/// <summary>A message whose reading ends the process itself: it does not end every successor too.</summary>
[Collection(UnitFaultCollection.Name)]
public sealed class CrashLoopTests(ProxiedBrokerFixture broker)
{
    private const string Datasets = "ledgers transactions";

    // Ledger 12, whenever it is read.
    private static readonly Sabotage s_deadly = new("extract.message/0/10:kill");

    [SkippableFact]
    public async Task A_message_that_two_starts_died_at_is_a_dead_letter_at_the_third_and_can_be_tried_again_later()
    {
        using Road road = await OpenAsync();
        await DieAsync(road, "--state", road.PathOf("state"));
        await DieAsync(road, "--state", road.PathOf("state"));

        await using (WorkerProcess third = road.Start(s_deadly, $"extract {Datasets}", "--to-end", "--state", road.PathOf("state")))
        {
            (await third.WaitForExitAsync(Road.Limit)).ShouldBe(0, third.Error);
        }

        DeadLetter letter = road.DeadLetters().ShouldHaveSingleItem();
        letter.Source.ShouldBe(new Position(road.TopicOf("raw_ledgers"), 0, 10));
        letter.Reason.ShouldContain("2 processes have died");
        road.Ledgers("ledgers").ShouldBe(Enumerable.Range(2, 20).Select(ledger => (uint)ledger).Where(ledger => ledger != 12));
        await road.DoneAsync("dead-letters retry", "--all");
        foreach (string dataset in Datasets.Split(' '))
            road.Ledgers(dataset).ShouldBe(Enumerable.Range(2, 20).Select(ledger => (uint)ledger));
        (await road.DoneAsync("verify --topics", "--complete")).Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Without_a_folder_for_notes_every_start_would_die_at_it()
    {
        using Road road = await OpenAsync();

        for (int start = 0; start < 3; start++) await DieAsync(road);

        road.Messages("dead_letters").ShouldBeEmpty();
        await road.ExtractAsync();
        road.ShouldCoverTheInputOnce(Datasets.Split(' '));
    }

    private static async Task DieAsync(Road road, params string[] options)
    {
        await using WorkerProcess extract = road.Start(s_deadly, $"extract {Datasets}", ["--to-end", .. options]);
        (await extract.WaitForExitAsync(Road.Limit)).ShouldBe(128 + (int)ProcessSignal.Kill, extract.Error);
    }

    private async Task<Road> OpenAsync()
    {
        Road road = await Road.OpenAsync(await broker.BrokerAsync(), Road.Standalone);
        await road.FillAsync(20, 1);
        return road;
    }
}
