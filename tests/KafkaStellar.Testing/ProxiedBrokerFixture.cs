namespace KafkaStellar.Testing;

/// <summary>One <see cref="ProxiedBroker"/> for all tests of a collection, started when the first of them asks for it.</summary>
public sealed class ProxiedBrokerFixture : IAsyncLifetime
{
    private readonly Lazy<Task<ProxiedBroker>> _broker = new(ProxiedBroker.StartAsync);

    /// <summary>The broker, behind a network that loses nothing yet; skips the running test, with the reason, where none can be had.</summary>
    public async Task<ProxiedBroker> BrokerAsync()
    {
        ProxiedBroker broker = await _broker.Value;
        broker.Proxy.Mend();
        return broker;
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_broker is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _broker.Value).DisposeAsync();
    }
}
