using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KafkaStellar.Testing;

/// <summary>
/// A network between clients and one broker that a test can make unreliable, request by request: it knows where a request of Kafka's
/// protocol begins and which one it is, and nothing more.
/// </summary>
public sealed class KafkaProxy : IAsyncDisposable
{
    public const short Produce = 0;
    public const short OffsetCommit = 8;
    public const short InitProducerId = 22;
    public const short AddOffsetsToTxn = 25;
    public const short EndTxn = 26;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentDictionary<short, int> _requests = [];
    private readonly ConcurrentDictionary<short, ConcurrentQueue<short>> _errors = [];
    private readonly ConcurrentQueue<HeldRequest> _held = [];
    private readonly Task _accepting;
    private volatile Func<short, RequestFate> _fate = _ => RequestFate.Pass;
    private IPEndPoint? _broker;

    /// <summary>Listens at once; connections wait until <see cref="Broker"/> is known.</summary>
    public KafkaProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens: what the broker's listener must advertise.</summary>
    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>The broker's own listener, as <c>host:port</c>.</summary>
    public string Broker
    {
        set => _broker = IPEndPoint.Parse(value);
    }

    /// <summary>What becomes of each request, by its API key.</summary>
    public Func<short, RequestFate> Fate
    {
        set => _fate = value;
    }

    /// <summary>Lets the next requests with an API key, which must be AddOffsetsToTxn or EndTxn, not come to the broker, and answers each with one of some errors.</summary>
    public void Refuse(short apiKey, params short[] errors) => _errors[apiKey] = new(errors);

    /// <summary>How many requests with an API key have come.</summary>
    public int Requests(short apiKey) => _requests.GetValueOrDefault(apiKey);

    /// <summary>Passes every request on again, forgets those that are held, and counts anew.</summary>
    public void Mend()
    {
        _fate = _ => RequestFate.Pass;
        _errors.Clear();
        _requests.Clear();
        DropHeld();
    }

    /// <summary>Lets the oldest request go on that was held, on the connection it came over.</summary>
    /// <returns>What the broker answered, after the length.</returns>
    public async Task<byte[]> ReleaseAsync()
    {
        if (!_held.TryDequeue(out HeldRequest? held)) throw new InvalidOperationException("No request is held.");
        using TcpClient broker = held.Broker;
        await broker.GetStream().WriteAsync(held.Request, _ended.Token);
        return await ReadFrameAsync(broker.GetStream(), _ended.Token) is { } answer ? answer[4..] : [];
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        DropHeld();
        _ended.Dispose();
    }

    private void DropHeld()
    {
        while (_held.TryDequeue(out HeldRequest? held)) held.Broker.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // ended
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var broker = new TcpClient();
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        bool held = false;
        try
        {
            await broker.ConnectAsync(_broker!, closed.Token);
            (client.NoDelay, broker.NoDelay) = (true, true);
            using var answering = new SemaphoreSlim(1);
            Task down = CopyAsync(broker.GetStream(), client.GetStream(), answering, closed);
            held = await ForwardAsync(client.GetStream(), broker, answering, closed.Token);
            await closed.CancelAsync();
            await down;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side has gone: so does the other
        }
        finally
        {
            client.Dispose();
            if (!held) broker.Dispose();
        }
    }

    /// <summary>Client → broker, a request at a time.</summary>
    /// <returns>Whether a request is held, and the connection to the broker with it.</returns>
    private async Task<bool> ForwardAsync(NetworkStream client, TcpClient broker, SemaphoreSlim answering, CancellationToken stop)
    {
        while (await ReadFrameAsync(client, stop) is { } request)
        {
            short apiKey = BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(4));
            _requests.AddOrUpdate(apiKey, 1, (_, count) => count + 1);
            if (_errors.TryGetValue(apiKey, out ConcurrentQueue<short>? errors) && errors.TryDequeue(out short error))
            {
                await AnswerAsync(client, Refusal(request, error), answering, stop);
                continue;
            }

            switch (_fate(apiKey))
            {
                case RequestFate.Hold:
                    _held.Enqueue(new(broker, request));
                    return true;
                case RequestFate.Cut:
                    return false;
                case RequestFate.CutAfter:
                    client.Close();
                    await broker.GetStream().WriteAsync(request, stop);
                    await Task.Delay(Timeout.Infinite, stop);    // until the answer comes, which nobody takes
                    return false;
                case RequestFate.Swallow:
                    continue;
                default:
                    await broker.GetStream().WriteAsync(request, stop);
                    break;
            }
        }

        return false;
    }

    // An answer as those requests get it before their versions 3: the correlation id, no throttling, the error.
    private static byte[] Refusal(byte[] request, short error)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(6)) >= 3) throw new NotSupportedException("The request is of a version that is answered in another form.");
        byte[] answer = [0, 0, 0, 10, .. request.AsSpan(8, 4), 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt16BigEndian(answer.AsSpan(12), error);
        return answer;
    }

    private static async Task AnswerAsync(NetworkStream client, byte[] answer, SemaphoreSlim answering, CancellationToken stop)
    {
        await answering.WaitAsync(stop);
        try
        {
            await client.WriteAsync(answer, stop);
        }
        finally
        {
            answering.Release();
        }
    }

    private static async Task CopyAsync(NetworkStream broker, NetworkStream client, SemaphoreSlim answering, CancellationTokenSource closed)
    {
        try
        {
            while (await ReadFrameAsync(broker, closed.Token) is { } answer) await AnswerAsync(client, answer, answering, closed.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // as above
        }

        await closed.CancelAsync();
    }

    private static async Task<byte[]?> ReadFrameAsync(NetworkStream stream, CancellationToken stop)
    {
        byte[] length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, stop) < length.Length) return null;
        byte[] frame = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(4), stop);
        return frame;
    }

    private sealed record HeldRequest(TcpClient Broker, byte[] Request);
}
