namespace KafkaStellar.Testing;

/// <summary>One broker for all tests of a collection, reached directly or through a network that a test makes unreliable.</summary>
public sealed class ProxiedBrokerFixture() : StartedOnce<ProxiedBroker>(ProxiedBroker.StartAsync)
{
    /// <summary>The broker, reached directly: the cluster that is there, else our own; skips the running test, with the reason, where none can be had.</summary>
    public async Task<KafkaBroker> BrokerAsync() => KafkaBroker.IsForeign ? await KafkaBroker.StartAsync() : (await StartedAsync()).Broker;

    /// <summary>Our own broker behind a network that loses nothing yet; skips the running test, with the reason, where none can be had.</summary>
    public async Task<ProxiedBroker> ProxiedAsync()
    {
        ProxiedBroker broker = await StartedAsync();
        broker.Proxy.Mend();
        return broker;
    }
}
