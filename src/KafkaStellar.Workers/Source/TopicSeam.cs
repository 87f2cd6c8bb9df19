using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using RawLedger = KafkaStellar.Lake.RawLedger;

namespace KafkaStellar.Workers.Source;

/// <summary>Where what is in raw-ledgers ends, and what comes must join: by number, and by hash.</summary>
internal sealed class TopicSeam
{
    private readonly byte[] _hash = [];
    private bool _joined;

    /// <param name="topic">The topic.</param>
    /// <param name="network">Its network's label.</param>
    /// <param name="end">Where it ends.</param>
    public TopicSeam(string topic, string network, TopicEnd end)
    {
        Topic = topic;
        Doubt = end.Doubt;
        _joined = end.Last is null;
        if (end.Last is null) return;
        using RecordBatch rows = end.Last.Decode(RawLedgers.Contract, network);
        Topics.RawLedger last = RawLedgers.Read(rows).Last();
        Last = last.Sequence;
        _hash = last.Hash.ToArray();
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The last ledger in the topic; null where it is empty.</summary>
    public uint? Last { get; }

    /// <summary>Why a later ledger may have been there; null where <see cref="Last"/> is the last for certain.</summary>
    public string? Doubt { get; }

    /// <summary>Takes a beginning that was given for where the topic goes on, as its own records do not tell.</summary>
    /// <exception cref="BrokenChainException">None was given, or one that the topic has.</exception>
    public uint Believe(uint? from)
    {
        string last = Last is null ? "" : $" The last ledger that is left is {Last}.";
        if (from is null || from <= Last)
        {
            throw new BrokenChainException(
                $"{Topic}: nobody can tell with which ledger it ended: {Doubt}. They were deleted by its retention or by hand.{last} Say where to go on with --from LEDGER: "
                + "the one after the last that was there, as its readers know it (the greatest ledger_seq in their lake).");
        }

        _joined = from != Last + 1;
        return from.Value;
    }

    /// <summary>Refuses a first ledger that does not name the hash of the last one in the topic.</summary>
    /// <exception cref="BrokenChainException">It does not.</exception>
    public void Verify(RawLedger ledger)
    {
        if (_joined) return;
        _joined = true;
        if (ledger.PreviousHash.SequenceEqual(_hash)) return;
        throw new BrokenChainException(
            $"{Topic}: its last ledger, {Last}, has the hash {Convert.ToHexStringLower(_hash)}, but ledger {ledger.Sequence} of the lake names "
            + $"{Convert.ToHexStringLower(ledger.PreviousHash)} as the hash before it. The lake and the topic are not of one chain.");
    }

    /// <summary>What to say of a range of which the topic has the end but not the beginning.</summary>
    public BrokenChainException Before(uint from) => new(
        $"{Topic}: it ends with ledger {Last} and does not have ledger {from}, which came before its own first: ledgers are only added at its end. "
        + $"Ask for ledgers from {Last + 1} on, or use another network label for another range.");

    /// <summary>What to say of a range that begins after the next ledger.</summary>
    public BrokenChainException Gap(uint from) => new(
        $"{Topic}: its last ledger is {Last}, and the source was told to begin at {from}: ledgers {Last + 1} to {from - 1} would be missing. "
        + "Leave the beginning out to go on after the last ledger, or use another network label for another range.");
}
