using System.Collections.Concurrent;
using Amazon.S3;
using KafkaStellar.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>A way to an S3 server that a test makes unreliable, request by request: <c>put</c>, <c>get</c>, <c>head</c>, <c>list</c>, each counted from 1.</summary>
internal sealed class S3Proxy : IAsyncDisposable
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private static readonly string[] s_notPassedOn = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Expect", "Content-Length", "Server", "Date"];

    private readonly S3Server _server;
    private readonly Func<string, int, S3Fate> _fate;
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly ConcurrentDictionary<string, int> _faults = new();
    private readonly WebApplication _listener;

    private S3Proxy(S3Server server, Func<string, int, S3Fate> fate)
    {
        (_server, _fate) = (server, fate);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _listener = builder.Build();
        _listener.Run(ServeAsync);
    }

    /// <summary>Its address, in place of the server's.</summary>
    public string Endpoint => _listener.Urls.First();

    /// <summary>How often each call has suffered something.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>Starts one before a server.</summary>
    public static async Task<S3Proxy> StartAsync(S3Server server, Func<string, int, S3Fate> fate)
    {
        var proxy = new S3Proxy(server, fate);
        await proxy._listener.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        string call = CallOf(context.Request);
        S3Fate fate = _fate(call, _requests.AddOrUpdate(call, 1, (_, count) => count + 1));
        if (fate != S3Fate.Pass) _faults.AddOrUpdate(call, 1, (_, count) => count + 1);
        switch (fate)
        {
            case S3Fate.Status429 or S3Fate.Status500 or S3Fate.Status503:
                context.Response.StatusCode = (int)fate;
                return;
            case S3Fate.Reset:
                context.Abort();
                return;
            case S3Fate.Silence:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case S3Fate.Overwrites when call == "put":
                await RemoveAsync(context.Request.Path.Value!);
                break;
        }

        using HttpResponseMessage answer = await PassOnAsync(context);
        if (fate == S3Fate.AnswerLost) context.Abort();
        else await AnswerAsync(context.Response, answer, isSlow: fate == S3Fate.Slow);
    }

    private static string CallOf(HttpRequest request) => request.Query.ContainsKey("list-type") ? "list" : request.Method.ToLowerInvariant();

    // The signature is of the request as it is: so its condition stays, and is always met.
    private async Task RemoveAsync(string path)
    {
        using var client = new AmazonS3Client(_server.AccessKey, _server.SecretKey, new AmazonS3Config { ServiceURL = _server.Endpoint, ForcePathStyle = true });
        await client.DeleteObjectAsync(S3Server.Bucket, path[(S3Server.Bucket.Length + 2)..]);
    }

    // The signature is of the host that the client sees.
    private async Task<HttpResponseMessage> PassOnAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), _server.Endpoint + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.Method == HttpMethods.Put) request.Content = new ByteArrayContent(body.ToArray());
        request.Headers.Host = context.Request.Host.Value;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in context.Request.Headers)
        {
            if (s_notPassedOn.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        return await s_http.SendAsync(request, CancellationToken.None);
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, bool isSlow)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach ((string name, IEnumerable<string> values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!s_notPassedOn.Contains(name, StringComparer.OrdinalIgnoreCase)) response.Headers[name] = values.ToArray();
        }

        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        response.ContentLength = answer.Content.Headers.ContentLength;
        for (int at = 0; at < body.Length;)
        {
            int length = isSlow ? Math.Min(64, body.Length - at) : body.Length;
            await response.Body.WriteAsync(body.AsMemory(at, length));
            await response.Body.FlushAsync();
            at += length;
            if (isSlow) await Task.Delay(10);
        }
    }
}
