using System.Runtime.CompilerServices;

namespace KafkaStellar.Lake;

// Waiting for what is not there yet, or not whole.
public sealed partial class LedgerLake
{
    /// <summary>The first ledger, for which it waits where the lake is empty, or its oldest object not whole.</summary>
    /// <param name="clock">What the time is.</param>
    /// <param name="standing">Called with why the object cannot be read, and with null when it can.</param>
    /// <param name="stop">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="LedgerFileException">The oldest object is refused and stays as it is.</exception>
    public async Task<uint> AwaitFirstAsync(TimeProvider clock, Action<string?> standing, CancellationToken stop)
    {
        LakeKey? oldest;
        while ((oldest = await OldestAsync(stop).ConfigureAwait(false)) is null) await Task.Delay(_options.PollInterval, clock, stop).ConfigureAwait(false);
        if (Layout.LedgersPerBatch == 1) return oldest.First;
        using LakeObject? found = await TryGetWholeAsync(oldest.First, waits: true, clock, standing, stop).ConfigureAwait(false);
        return found!.Ledgers[0].Sequence;
    }

    /// <summary>Reads ledgers from <paramref name="from"/> on without end, waiting for those that are not there yet, or not whole.</summary>
    /// <param name="from">The first ledger wanted.</param>
    /// <param name="clock">What the time is.</param>
    /// <param name="standing">Called with why an object cannot be read, and with null when it can.</param>
    /// <param name="stop">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The objects in order, each to be disposed; the first may hold ledgers before <paramref name="from"/>. Null whenever all there is was given, before it waits.
    /// </returns>
    /// <exception cref="LedgerFileException">An object is refused and stays as it is, or the hash chain is broken.</exception>
    public async IAsyncEnumerable<LakeObject?> FollowAsync(uint from, TimeProvider clock, Action<string?> standing, [EnumeratorCancellation] CancellationToken stop)
    {
        var chain = new HashChain(_options.VerifyHashes);
        uint next = from;
        while (true)
        {
            LakeObject? found = await TryGetWholeAsync(next, waits: false, clock, standing, stop).ConfigureAwait(false);
            if (found is null)
            {
                yield return null;
                found = (await TryGetWholeAsync(next, waits: true, clock, standing, stop).ConfigureAwait(false))!;
            }

            Follow(chain, found, next);
            next = checked(found.Ledgers[^1].Sequence + 1);
            yield return found;
        }
    }

    private async Task<LakeObject?> TryGetWholeAsync(uint ledger, bool waits, TimeProvider clock, Action<string?> standing, CancellationToken stop)
    {
        ComingObject? coming = null;
        while (true)
        {
            TimeSpan? pause = _options.PollInterval;
            try
            {
                if (await TryGetAsync(ledger, stop).ConfigureAwait(false) is { } found)
                {
                    if (coming is not null) standing(null);
                    return found;
                }
            }
            catch (LedgerFileException refused)
            {
                if (coming is null && waits) standing(refused.Message);
                coming ??= new(_options, clock);
                pause = coming.Look((await HeadAsync(ledger, stop).ConfigureAwait(false))?.Length ?? 0);
                if (pause is null) throw;
            }

            if (!waits) return null;
            await Task.Delay(pause!.Value, clock, stop).ConfigureAwait(false);
        }
    }
}
