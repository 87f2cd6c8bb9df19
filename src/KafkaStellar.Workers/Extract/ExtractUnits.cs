using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Extract;

/// <summary>The units of one extracting process, each a worker of its own.</summary>
internal sealed class ExtractUnits(IServiceProvider services, IOptions<ExtractOptions> options) : IHostedService, IDisposable
{
    private readonly List<ExtractWorker> _units = [];

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (int unit = 0; unit < options.Value.Units; unit++) _units.Add(ActivatorUtilities.CreateInstance<ExtractWorker>(services, unit));
        foreach (ExtractWorker unit in _units) await unit.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_units.Select(unit => unit.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose() => _units.ForEach(unit => unit.Dispose());
}
