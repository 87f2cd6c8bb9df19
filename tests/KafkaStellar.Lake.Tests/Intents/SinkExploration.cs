using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Testing;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>
/// Every interleaving of a few workers over one partition, at every call to the store and every commit: who goes on, who is killed there, when another takes the
/// partition while the former lives on as a zombie, when an operator sets the offset back, and how far each file reaches.
/// </summary>
/// <remarks>To be killed after a call is to be killed before the next one; and nothing is between a file's length and its SHA-256, as files never change.</remarks>
/// <param name="scratch">Where workers make files.</param>
/// <param name="ignoresCondition">Whether the store overwrites.</param>
internal sealed class SinkExploration(TemporaryFolder scratch, bool ignoresCondition = false)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Choices _choices = new();

    /// <summary>How many messages the partition has.</summary>
    public int Offsets { get; init; } = 2;

    /// <summary>How many workers follow one another.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>How many of them are killed.</summary>
    public int Kills { get; init; } = 1;

    /// <summary>How often an operator sets the offset back to the beginning.</summary>
    public int Resets { get; init; }

    /// <summary>How many runs were made.</summary>
    public int Runs { get; private set; }

    /// <summary>How many different states there were.</summary>
    public int States => _seen.Count;

    /// <summary>Explores all of it.</summary>
    /// <returns>The choices that led to a lake that does not hold every row once; null where there are none.</returns>
    public async Task<string?> FindViolationAsync()
    {
        do
        {
            Runs++;
            try
            {
                await RunAsync().ConfigureAwait(false);
            }
            catch (Exception violation) when (violation is ShouldAssertException or IntentException)
            {
                return $"choices {_choices}: {violation.Message}";
            }
        }
        while (_choices.Next());
        return null;
    }

    private async Task RunAsync()
    {
        var store = new MemoryStore { IgnoresCondition = ignoresCondition };
        var kafka = new ModelKafka(Offsets);
        var workers = new List<Turns>();
        int kills = Kills, resets = Resets;
        while (true)
        {
            foreach (Turns worker in workers.Where(worker => worker.Work is { IsFaulted: true }))
                if (worker.Work!.Exception!.InnerException is not KilledException) await worker.Work.ConfigureAwait(false);
            Turns[] waiting = [.. workers.Where(worker => worker.IsWaiting)];
            bool canStart = workers.Count < Workers, canReset = resets > 0 && kafka.Committed > 0;
            if (waiting.Length == 0 && !canStart) break;
            if (IsKnown(store, kafka, workers, kills, resets)) return;

            int ways = kills > 0 ? 2 : 1; // goes on, is killed
            int choice = _choices.Choose((waiting.Length * ways) + (canStart ? 1 : 0) + (canReset ? 1 : 0));
            if (choice < waiting.Length * ways)
            {
                var fault = (Fault)(choice % ways); // None, KilledBefore
                if (fault != Fault.None) kills--;
                waiting[choice / ways].Go(fault);
            }
            else if (canStart && choice == waiting.Length * ways)
            {
                workers.Add(Start(store, kafka));
            }
            else
            {
                resets--;
                kafka.Reset(0);
            }
        }

        await new ModelSink(store, kafka, scratch, () => 1).RunAsync().ConfigureAwait(false);
        await LakeOracle.ShouldHoldEachRowOnceAsync(store, kafka, "after the last worker").ConfigureAwait(false);
        kafka.Committed.ShouldBe(Offsets);
    }

    private Turns Start(MemoryStore store, ModelKafka kafka)
    {
        var turns = new Turns($"{kafka.Committed}");
        var way = new FaultyStore(new NotingStore(store, turns.Note), turns.WaitAsync) { HashesWithoutTurn = true };
        turns.Work = new ModelSink(way, kafka, scratch, Pace, turns.WaitAsync).RunAsync();
        return turns;

        int Pace()
        {
            int offsets = 1 + _choices.Choose(Offsets);
            turns.Note($"pace {offsets}");
            return offsets;
        }
    }

    // A worker's state follows from what it was told; the rest is the store, the offset and what may still befall.
    private bool IsKnown(MemoryStore store, ModelKafka kafka, List<Turns> workers, int kills, int resets)
    {
        if (!_choices.IsNew) return false;    // on the way to where this run parts from earlier ones: it is known, and gone again
        var state = new StringBuilder();
        state.Append($"{kafka.Committed} {kafka.Generation} {kills} {resets}\n");
        foreach ((string key, byte[] bytes) in store.Objects) state.Append(key).Append(' ').Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append('\n');
        foreach (Turns worker in workers) state.Append(worker).Append('\n');
        return !_seen.Add(state.ToString());
    }

    /// <summary>A worker that waits for its turn at each call.</summary>
    private sealed class Turns(string begin)
    {
        private readonly StringBuilder _told = new(begin);
        private TaskCompletionSource<Fault>? _turn;

        public Task? Work { get; set; }

        public bool IsWaiting => _turn is not null;

        public Task<Fault> WaitAsync()
        {
            _turn = new TaskCompletionSource<Fault>();
            return _turn.Task;
        }

        public void Note(string told) => _told.Append(';').Append(told);

        public void Go(Fault fault)
        {
            TaskCompletionSource<Fault> turn = _turn!;
            _turn = null;
            if (fault != Fault.None) Note($"{fault}");
            turn.SetResult(fault);
        }

        public override string ToString() => IsWaiting ? $"{_told}" : "gone";
    }
}
