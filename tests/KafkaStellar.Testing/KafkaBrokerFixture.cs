namespace KafkaStellar.Testing;

/// <summary>One broker for all tests of a class or collection, started when the first of them asks for it.</summary>
public class KafkaBrokerFixture : IAsyncLifetime
{
    private readonly Lazy<Task<KafkaBroker>> _broker;

    /// <summary>One node, or the cluster that is there.</summary>
    public KafkaBrokerFixture() : this(KafkaBroker.StartAsync)
    {
    }

    /// <summary>Another than that.</summary>
    /// <param name="start">Starts it.</param>
    protected KafkaBrokerFixture(Func<Task<KafkaBroker>> start) => _broker = new(start);

    /// <summary>The broker; skips the running test, with the reason, where none can be had.</summary>
    public Task<KafkaBroker> BrokerAsync() => _broker.Value;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_broker is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _broker.Value).DisposeAsync();
    }
}
