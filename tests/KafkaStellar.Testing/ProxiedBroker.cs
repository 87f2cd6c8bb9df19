namespace KafkaStellar.Testing;

/// <summary>A broker of the test's own that is reached in two ways: directly, and through a network that the test makes unreliable.</summary>
public sealed class ProxiedBroker : IAsyncDisposable
{
    private ProxiedBroker(KafkaBroker broker, KafkaProxy proxy) => (Broker, Proxy) = (broker, proxy);

    /// <summary>The broker, reached directly.</summary>
    public KafkaBroker Broker { get; }

    /// <summary>The network before it; a client that begins at <see cref="KafkaProxy.Address"/> stays there.</summary>
    public KafkaProxy Proxy { get; }

    /// <summary>Starts both; skips the running test, with the reason, where there is no broker to start.</summary>
    public static async Task<ProxiedBroker> StartAsync()
    {
        var proxy = new KafkaProxy();
        try
        {
            KafkaBroker broker = await KafkaBroker.StartOwnAsync(
                "--listener", "PROXIED=PLAINTEXT", "--set", $"advertised.listeners=PLAINTEXT://127.0.0.1:{{port}},PROXIED://{proxy.Address}");
            proxy.Broker = broker.Listeners["PROXIED"];
            return new(broker, proxy);
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
