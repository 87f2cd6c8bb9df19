using System.Net;
using KafkaStellar.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Hosting;

/// <summary><c>GET /healthz</c>: 200 where the worker is at work and Kafka answers; 503, with a line for each reason, where not.</summary>
internal sealed class HealthPage(Health health, ClientFactory clients, IOptions<HealthOptions> options) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan KafkasPatience = TimeSpan.FromSeconds(3);

    private WebApplication? _page;
    private TopicAdmin? _admin;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Port is not { } port) return;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));
        _admin = new(clients);
        _page = builder.Build();
        _page.Run(AnswerAsync);
        await _page.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _page?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync();
        _admin?.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/healthz" || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        List<string> reasons = [.. health.WhyNot()];
        if (await WhyNoKafkaAsync(context.RequestAborted) is { } silent) reasons.Add(silent);
        context.Response.StatusCode = reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reasons.Count == 0 ? "ready\n" : string.Join('\n', reasons) + "\n", context.RequestAborted);
    }

    private async Task<string?> WhyNoKafkaAsync(CancellationToken stop)
    {
        try
        {
            await _admin!.WaitForClusterAsync(KafkasPatience, stop);
            return null;
        }
        catch (TopicsException silent)
        {
            return silent.Message;
        }
    }
}
