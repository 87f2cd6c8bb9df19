using KafkaStellar.Arrow;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>
/// Whether raw-ledgers holds each ledger from its first to its last once, in the partition where it belongs, each naming the hash of the one
/// before; and where each stands, for <see cref="LineageAudit"/>.
/// </summary>
internal sealed class RawLedgersAudit(string network, Findings findings)
{
    private readonly Dictionary<int, LedgerRun> _current = [];
    private readonly List<LedgerRun> _runs = [];

    /// <summary>What was taken.</summary>
    public InputTopic Input { get; } = new(RawLedgers.Contract.TopicOn(network));

    /// <summary>How many messages were taken.</summary>
    public long Messages { get; private set; }

    /// <summary>The first and the last ledger; none where there is none.</summary>
    public LedgerSpan? Ledgers => _runs.Count == 0 ? null : new(_runs.Min(run => run.First), _runs.Max(run => run.Last));

    /// <summary>Takes the next message.</summary>
    public void Take(TopicMessage message)
    {
        Messages++;
        LedgerSpan ledgers = default;
        try
        {
            using RecordBatch rows = message.Decode(RawLedgers.Contract, network);
            ledgers = message.Identity().Ledgers;
            foreach (RawLedger row in RawLedgers.Read(rows)) Follow(message.Position, row);
        }
        catch (BadMessageException bad)
        {
            findings.Add($"{bad.Message} Find out what wrote it; extractors set it aside (dead-letters list).");
        }
        catch (FormatException bad)
        {
            findings.Add($"{message.Position}: {bad.Message} Find out what wrote it; extractors set it aside (dead-letters list).");
        }

        Input.Append(message.Position, ledgers);
    }

    /// <summary>Joins what the partitions hold, once all was taken.</summary>
    public void Finish()
    {
        _runs.Sort((one, other) => one.First.CompareTo(other.First));
        for (int i = 1; i < _runs.Count; i++) Join(_runs[i - 1], _runs[i]);
    }

    private void Follow(Position position, RawLedger row)
    {
        int home = RawLedgers.Contract.PartitionOf(row.Sequence);
        if (position.Partition != home) findings.Add($"{position}: ledger {row.Sequence} stands there; it belongs in partition {home}. {Anew}");
        if (Input.PositionOf(LedgerSpan.Of(row.Sequence)) is { } first)
        {
            findings.Add($"{position}: ledger {row.Sequence} stands there again: it stands at {first} already, so that its rows are made twice. {Anew}");
            return;
        }

        if (_current.TryGetValue(position.Partition, out LedgerRun? run))
        {
            if (row.Sequence == run.Last + 1)
            {
                if (!row.PreviousHash.Span.SequenceEqual(run.LastHash)) findings.Add(NotOfOneChain($"{position}", row.Sequence, row.PreviousHash.Span, run));
                (run.Last, run.LastHash) = (row.Sequence, row.Hash.ToArray());
                return;
            }

            if (row.Sequence <= run.Last) findings.Add($"{position}: ledger {row.Sequence} comes after ledger {run.Last}: it is out of order. {Anew}");
        }

        _current[position.Partition] = run = new LedgerRun(position.Partition, row.Sequence, row.PreviousHash.ToArray()) { LastHash = row.Hash.ToArray() };
        _runs.Add(run);
    }

    private void Join(LedgerRun before, LedgerRun after)
    {
        if (after.First > before.Last + 1) findings.Add($"{Input.Name}: ledgers {before.Last + 1} to {after.First - 1} are missing. {Anew}");
        else if (!after.PreviousHash.AsSpan().SequenceEqual(before.LastHash)) findings.Add(NotOfOneChain($"{Input.Name}/{after.Partition}", after.First, after.PreviousHash, before));
    }

    private string Anew => $"Delete {Input.Name}, create it (topics apply), bring its ledgers in again (source), and make the datasets' topics anew.";

    private string NotOfOneChain(string where, uint ledger, ReadOnlySpan<byte> named, LedgerRun before) =>
        $"{where}: ledger {ledger} names {Convert.ToHexStringLower(named)} as the hash before it, but ledger {before.Last} has the hash "
        + $"{Convert.ToHexStringLower(before.LastHash)}: they are not of one chain. {Anew}";
}
