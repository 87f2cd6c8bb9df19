namespace KafkaStellar.Workers.Source;

/// <summary>How far a source is, and how far it may go: for whoever shows it, or holds it back.</summary>
internal sealed class SourceProgress(long mostBytesAhead = long.MaxValue)
{
    private readonly object _changed = new();
    private readonly Queue<(uint Ledger, long SentBytes)> _commits = [];
    private long _sentBytes;
    private long _durableBytes;

    /// <summary>The last ledger that is in the topic for certain; 0 before the first.</summary>
    public uint LastLedger { get; private set; }

    /// <summary>How many ledgers were sent by this process.</summary>
    public long Ledgers { get; private set; }

    /// <summary>Whether the source has nothing more to do.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Waits until some more bytes may be sent, and counts them. A message of any size may go when nothing else is under way.</summary>
    /// <param name="bytes">How many bytes are to be sent.</param>
    /// <param name="commit">Called before the first wait: what was sent must be visible to be made durable.</param>
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
            if (mostBytesAhead != long.MaxValue) _commits.Enqueue((ledger, _sentBytes));
        }
    }

    /// <summary>Everything up to this ledger is durable in the lake.</summary>
    public void Durable(uint ledger)
    {
        lock (_changed)
        {
            while (_commits.TryPeek(out (uint Ledger, long SentBytes) commit) && commit.Ledger <= ledger)
                _durableBytes = _commits.Dequeue().SentBytes;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>The source has nothing more to do.</summary>
    public void Done() => IsDone = true;

    private bool MustWait(int bytes)
    {
        lock (_changed) return _sentBytes > _durableBytes && _sentBytes + bytes - _durableBytes > mostBytesAhead;
    }
}
