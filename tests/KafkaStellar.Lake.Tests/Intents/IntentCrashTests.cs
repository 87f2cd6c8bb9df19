using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests.Intents;

public sealed class IntentCrashTests : IDisposable
{
    private const int Offsets = 23;

    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(Fault.KilledBefore)]
    [InlineData(Fault.KilledAfter)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.AnswerLost)]
    public async Task A_fault_at_any_call_leaves_every_row_once_and_what_was_there_unchanged(Fault fault)
    {
        int calls = await CallsOfAsync(-1, Fault.None);
        calls.ShouldBeGreaterThan(12); // a listing, four intents, eight files

        for (int at = 0; at < calls; at++) await CallsOfAsync(at, fault);
    }

    // The second worker cuts elsewhere than the first: what was declared before must hold all the same.
    private async Task<int> CallsOfAsync(int at, Fault fault)
    {
        var store = new MemoryStore();
        var kafka = new ModelKafka(Offsets);
        int calls = 0;
        var first = new ModelSink(new FaultyStore(store, () => Task.FromResult(calls++ == at ? fault : Fault.None)), kafka, _scratch, () => 7);
        await LiveAsync(first);
        Dictionary<string, byte[]> before = new(store.Objects);
        await new ModelSink(store, kafka, _scratch, () => 3).RunAsync();

        await LakeOracle.ShouldHoldEachRowOnceAsync(store, kafka, $"{fault} at call {at}");
        before.ShouldAllBe(pair => store.Objects[pair.Key].SequenceEqual(pair.Value));
        kafka.Committed.ShouldBe(Offsets);
        return calls;
    }

    private static async Task LiveAsync(ModelSink sink)
    {
        try
        {
            await sink.RunAsync();
        }
        catch (KilledException)
        {
            // the next one takes over
        }
    }

    [Fact]
    public async Task Two_faults_one_after_the_other_leave_every_row_once()
    {
        for (int first = 0; first < 20; first++)
        {
            for (int second = 0; second < 20; second += 3)
            {
                var store = new MemoryStore();
                var kafka = new ModelKafka(Offsets);
                foreach ((int at, int pace) in ((int, int)[])[(first, 7), (second, 4)])
                {
                    int calls = 0;
                    var sink = new ModelSink(new FaultyStore(store, () => Task.FromResult(calls++ == at ? Fault.KilledAfter : Fault.None)), kafka, _scratch, () => pace);
                    await LiveAsync(sink);
                }

                await new ModelSink(store, kafka, _scratch, () => 2).RunAsync();
                await LakeOracle.ShouldHoldEachRowOnceAsync(store, kafka, $"killed after calls {first} and {second}");
            }
        }
    }

    [Fact]
    public async Task Any_interleaving_of_workers_zombies_faults_and_operators_leaves_every_row_once()
    {
        // Off xunit's own context: there, what a turn sets free would run later and elsewhere.
        await Task.Run(async () =>
        {
            for (int seed = 0; seed < 400; seed++) await InterleaveAsync(new MemoryStore(), seed);
        });
    }

    // The test of the test: without a condition on creation there must be schedules that lose or double rows.
    [Fact]
    public async Task A_store_that_takes_the_condition_and_ignores_it_is_found_out()
    {
        int broken = await Task.Run(async () =>
        {
            int found = 0;
            for (int seed = 0; seed < 100; seed++)
            {
                try
                {
                    await InterleaveAsync(new MemoryStore { IgnoresCondition = true }, seed);
                }
                catch (ShouldAssertException)
                {
                    found++;
                }
            }

            return found;
        });

        broken.ShouldBeGreaterThan(0);
    }

    // Workers run on this one thread, each up to its next call to the store; whose turn it is, is drawn from the seed.
    private async Task InterleaveAsync(MemoryStore store, int seed)
    {
        var random = new Random(seed);
        var kafka = new ModelKafka(12);
        List<TaskCompletionSource<Fault>> waiting = [];
        Task<Fault> Turn()
        {
            var turn = new TaskCompletionSource<Fault>();
            waiting.Add(turn);
            return turn.Task;
        }

        List<Task> workers = [];
        void Start() => workers.Add(new ModelSink(new FaultyStore(store, Turn), kafka, _scratch, () => random.Next(1, 6)).RunAsync());
        Start();
        for (int steps = 0; waiting.Count > 0; steps++)
        {
            if (steps < 60 && random.Next(12) == 0) Start();
            if (steps < 60 && random.Next(15) == 0) kafka.Reset(random.Next(3) == 0 ? null : random.Next((int)(kafka.Committed ?? 0) + 1));
            int next = random.Next(waiting.Count);
            TaskCompletionSource<Fault> turn = waiting[next];
            waiting.RemoveAt(next);
            turn.SetResult(steps < 60 && random.Next(8) == 0 ? (Fault)random.Next(1, 5) : Fault.None);
        }

        foreach (Task worker in workers)
        {
            worker.IsCompleted.ShouldBeTrue($"seed {seed}");
            if (worker.IsFaulted) worker.Exception!.InnerException.ShouldBeOfType<KilledException>($"seed {seed}");
        }

        await new ModelSink(store, kafka, _scratch, () => 3).RunAsync();
        await LakeOracle.ShouldHoldEachRowOnceAsync(store, kafka, $"seed {seed}");
    }
}
