using System.Buffers.Binary;
using KafkaStellar.Testing;

namespace KafkaStellar.IntegrationTests;

/// <summary>
/// The end of a transaction that the network holds back, and lets go while the next one is open: librdkafka ends transactions as before
/// KIP-890, so that a broker cannot tell one end from the other within a producer's epoch.
/// </summary>
[Collection(UnitFaultCollection.Name)]
public sealed class DelayedEndTests(ProxiedBrokerFixture broker)
{
    private const int Ledgers = 40;
    private const short Done = 0;
    private const short InvalidProducerEpoch = 47;
    private const short ProducerFenced = 90;

    // Commits after ten ledgers, and stands still, with twenty more sent, before the offsets of the second transaction; then it crashes.
    private const string TwoTransactions = "send.after@10:wait=400,send.after@30:wait=400,offsets.before@2:wait=600000";

    [SkippableFact]
    public async Task A_delayed_end_of_a_transaction_does_not_end_the_next_one()
    {
        (short answer, int more, IReadOnlyList<uint> ledgers) = await RunAsync(new Sabotage(TwoTransactions));

        answer.ShouldBeOneOf(InvalidProducerEpoch, ProducerFenced);
        more.ShouldBe(0);
        ledgers.ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger));
    }

    [SkippableFact]
    public async Task Without_a_new_epoch_after_a_doubtful_end_it_would()
    {
        (short answer, int more, IReadOnlyList<uint> ledgers) = await RunAsync(new Sabotage(TwoTransactions) { Without = "recycle" });

        answer.ShouldBe(Done);
        more.ShouldBePositive(); // what the second transaction had sent so far is there, without its offsets
        ledgers.ShouldBe(Enumerable.Range(2, Ledgers).Select(ledger => (uint)ledger)); // and is not made again, as the output says where to go on
    }

    private async Task<(short Answer, int More, IReadOnlyList<uint> Ledgers)> RunAsync(Sabotage sabotage)
    {
        ProxiedBroker kafka = await broker.ProxiedAsync();
        KafkaProxy proxy = kafka.Proxy;
        using Road road = await Road.OpenAsync(kafka.Broker, Road.Standalone);
        await road.FillAsync(Ledgers, 1);
        proxy.Fate = apiKey => apiKey == KafkaProxy.EndTxn && proxy.Requests(apiKey) == 1 ? RequestFate.Hold : RequestFate.Pass;

        short answer;
        int more;
        await using (WorkerProcess extract = road.Start(sabotage with { BootstrapServers = proxy.Address }, "extract ledgers"))
        {
            await extract.WaitForAsync("Fault point offsets.before: wait=600000.", Road.Limit);
            await Task.Delay(1000);    // what was sent has long arrived: it lingers 20 ms
            int before = road.Ledgers("ledgers").Count;
            answer = BinaryPrimitives.ReadInt16BigEndian((await proxy.ReleaseAsync()).AsSpan(8));    // after correlation id and throttle time
            more = road.Ledgers("ledgers").Count - before;
            await extract.KillAsync();
        }

        await road.DoneAsync("extract ledgers", "--to-end");
        return (answer, more, road.Ledgers("ledgers"));
    }
}
