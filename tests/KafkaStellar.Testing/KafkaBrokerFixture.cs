namespace KafkaStellar.Testing;

/// <summary>One broker for all tests of a class or collection.</summary>
public class KafkaBrokerFixture : StartedOnce<KafkaBroker>
{
    /// <summary>One node, or the cluster that is there.</summary>
    public KafkaBrokerFixture() : this(KafkaBroker.StartAsync)
    {
    }

    /// <summary>Another than that.</summary>
    /// <param name="start">Starts it.</param>
    protected KafkaBrokerFixture(Func<Task<KafkaBroker>> start) : base(start)
    {
    }

    /// <summary>The broker; skips the running test, with the reason, where none can be had.</summary>
    public Task<KafkaBroker> BrokerAsync() => StartedAsync();
}
