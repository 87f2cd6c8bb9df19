using System.Collections.Concurrent;
using System.Globalization;

namespace KafkaStellar.Workers.Hosting;

/// <summary>How the workers of this process are: whoever stands still says why, and whoever says nothing for a minute is stuck.</summary>
internal sealed class Health(TimeProvider time)
{
    /// <summary>How long a worker may be busy with one thing: what Kafka's clients take for a broker's failover, and some more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _standing = new(StringComparer.Ordinal);

    /// <summary>Whether no worker stands still.</summary>
    public bool IsReady => !WhyNot().Any();

    /// <summary>Begins to watch something that must turn; disposing ends it.</summary>
    public IDisposable Watch(string who)
    {
        Turns(who);
        return new Watched(this, who);
    }

    /// <summary>It has come round once more.</summary>
    public void Turns(string who) => _turns[who] = time.GetTimestamp();

    /// <summary>Something stands still, and why; or goes on, with null.</summary>
    public void Standing(string who, string? why)
    {
        if (why is null) _standing.TryRemove(who, out _);
        else _standing[who] = why;
    }

    /// <summary>Everything that stands still, a sentence each.</summary>
    public IEnumerable<string> WhyNot()
    {
        foreach ((string who, string why) in _standing) yield return $"{who}: {why}";
        foreach ((string who, long last) in _turns)
        {
            TimeSpan silent = time.GetElapsedTime(last);
            if (silent > Patience) yield return string.Create(CultureInfo.InvariantCulture, $"{who} has been busy with the same thing for {silent.TotalSeconds:F0} s");
        }
    }

    private sealed class Watched(Health health, string who) : IDisposable
    {
        public void Dispose() => health._turns.TryRemove(who, out _);
    }
}
