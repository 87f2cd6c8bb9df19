namespace KafkaStellar.Lake;

/// <summary>An object that cannot be read, and may be on its way still: it is worth another look while it changes, and for a while after.</summary>
internal sealed class ComingObject(LedgerLakeOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private long _length = -1;
    private long _since;
    private TimeSpan _pause;

    /// <summary>It could not be read again; this is how long it is now.</summary>
    /// <returns>How long to wait before the next look; null where it has stayed as it is for too long.</returns>
    public TimeSpan? Look(long length)
    {
        if (length != _length) (_length, _since, _pause) = (length, clock.GetTimestamp(), options.PollInterval);
        else if (clock.GetElapsedTime(_since) >= options.Patience) return null;
        else _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        return _pause;
    }
}
