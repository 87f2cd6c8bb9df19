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
    /// <param name="tail">Its last message; null where it is empty.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="BadMessageException">The last message cannot be read, so that nobody knows where to go on.</exception>
    public TopicSeam(string topic, TopicMessage? tail, Network network)
    {
        Topic = topic;
        if (tail is null)
        {
            _joined = true;
            return;
        }

        using RecordBatch rows = tail.Decode(RawLedgers.Contract, network.Name);
        Topics.RawLedger last = RawLedgers.Read(rows).Last();
        Last = last.Sequence;
        _hash = last.Hash.ToArray();
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The last ledger in the topic; null where it is empty.</summary>
    public uint? Last { get; }

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

    /// <summary>What to say of a range that begins after the next ledger.</summary>
    public BrokenChainException Gap(uint from) => new(
        $"{Topic}: its last ledger is {Last}, and the source was told to begin at {from}: ledgers {Last + 1} to {from - 1} would be missing. "
        + "Leave the beginning out to go on after the last ledger, or use another network label for another range.");
}
