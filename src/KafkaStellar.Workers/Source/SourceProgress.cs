namespace KafkaStellar.Workers.Source;

/// <summary>How far a source is, and how far it may go: for whoever shows it, or holds it back.</summary>
internal sealed class SourceProgress(long mostBytesAhead)
{
    private readonly object _changed = new();
    private readonly Queue<(long Ledgers, long SentBytes)> _commits = [];
    private long _sentBytes;
    private long _takenBytes;

    /// <summary>The last ledger that is in the topic for certain; 0 before the first.</summary>
    public uint LastLedger { get; private set; }

    /// <summary>How many ledgers were sent by this process.</summary>
    public long Ledgers { get; private set; }

    /// <summary>Whether the source has nothing more to do.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Waits until some more bytes may be sent, and counts them. A message of any size may go when nothing else is under way.</summary>
    /// <param name="bytes">How many bytes are to be sent.</param>
    /// <param name="commit">Called before the first wait: what was sent must be visible to be taken.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <remarks>A real broker keeps what it is given, and there is no limit. The embedded one forgets its oldest, so the source waits for the sink.</remarks>
    public void Wait(int bytes, Action commit, CancellationToken stop)
    {
        if (MustWait(bytes)) commit();
        lock (_changed)
        {
            while (MustWait(bytes))
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_changed, 100);
            }

            _sentBytes += bytes;
            Ledgers++;
        }
    }

    /// <summary>Everything up to this ledger is in the topic.</summary>
    public void Committed(uint ledger)
    {
        lock (_changed)
        {
            LastLedger = ledger;
            if (mostBytesAhead != long.MaxValue) _commits.Enqueue((Ledgers, _sentBytes));
        }
    }

    /// <summary>Whoever reads last has taken this many ledgers.</summary>
    public void Taken(long ledgers)
    {
        lock (_changed)
        {
            while (_commits.TryPeek(out (long Ledgers, long SentBytes) commit) && commit.Ledgers <= ledgers)
                _takenBytes = _commits.Dequeue().SentBytes;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>The source has nothing more to do.</summary>
    public void Done() => IsDone = true;

    private bool MustWait(int bytes)
    {
        lock (_changed) return _sentBytes > _takenBytes && _sentBytes + bytes - _takenBytes > mostBytesAhead;
    }
}
