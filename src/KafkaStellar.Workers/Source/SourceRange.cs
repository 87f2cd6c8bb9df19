using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Source;

/// <summary>Which ledgers a source is to read: what was asked for, less what the topic has. Decided once, at its start.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>the topic has all of them</term><description>nothing to do</description></item>
/// <item><term>the topic has the first of them</term><description>from the one after its last on</description></item>
/// <item><term>the first follows the topic's last, or the topic is empty</term><description>all of them</description></item>
/// <item><term>they begin before the topic does, or after the next of its last</term><description>refused</description></item>
/// <item><term>the lake does not have them</term><description>refused, or waited for where it may still come</description></item>
/// </list>
/// </remarks>
internal sealed class SourceRange(SourceOptions options, ILedgerTopic topic, TopicSeam seam, SourceLake lake)
{
    /// <summary>The first and the last ledger to read; none where there is nothing to do.</summary>
    /// <param name="begin">The ledger to begin with; null for the lake's first.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="LedgerFileException">The lake does not have them.</exception>
    /// <exception cref="BrokenChainException">The topic cannot take them.</exception>
    public async Task<(uint First, uint Last)?> DecideAsync(uint? begin, CancellationToken stop)
    {
        VerifyJoins(stop);
        if (IsThere(options.To)) return null;
        uint? latest = options.Follow ? null : await lake.LatestAsync(stop) ?? throw Empty();
        uint last = options.To ?? latest ?? uint.MaxValue;
        if (IsThere(last)) return null;

        uint first = begin ?? await lake.FirstAsync(stop) ?? throw Empty();
        if (!await lake.HasAsync(first, stop)) await VerifyMayComeAsync(first, stop);
        if (latest < last || latest < first) throw await MissingAsync(first, last, stop);
        return (first, last);
    }

    private bool IsThere(uint? last) => last <= seam.Last && (options.From is null || options.From <= seam.Last);

    private void VerifyJoins(CancellationToken stop)
    {
        if (seam is not { Doubt: null, Last: uint last }) return;
        if (options.From > last + 1) throw seam.Gap(options.From.Value);
        if (options.From is uint from && from <= last && !topic.MayHold(from, stop)) throw seam.Before(from);
        if (options.From is null && options.To is uint to && to <= last && !topic.MayHold(to, stop)) throw seam.Before(to);
    }

    // What is not there may come only after what is.
    private async Task VerifyMayComeAsync(uint first, CancellationToken stop)
    {
        if (await lake.FirstAsync(stop) is not uint begins || first >= begins) return;
        string remedy = seam.Last is null ? $"Begin with ledger {begins}, or leave --from out." : "Get the ledgers between from another lake.";
        throw new LedgerFileException(options.Lake, first, null, $"the chain begins at ledger {begins} for this lake", remedy);
    }

    private async Task<LedgerFileException> MissingAsync(uint first, uint last, CancellationToken stop) => new(
        options.Lake, null, null,
        $"the lake holds ledgers {await lake.FirstAsync(stop)} to {await lake.LatestAsync(stop)}, and the source is to read {(last < first ? $"from {first} on" : $"{first} to {last}")}"
        + (seam.Last is null ? "" : $" ({topic.Name} ends with ledger {seam.Last})"),
        "Ask for ledgers that are there, or wait for them with --follow, without --to.");

    private LedgerFileException Empty() => new(options.Lake, null, null, "the lake is empty", "Check that the path is a lake's root, or wait for ledgers with --follow.");
}
