namespace KafkaStellar.Testing;

/// <summary>An S3 server on 127.0.0.1, from <c>../shared/tools</c>.</summary>
public sealed class S3Server : IAsyncDisposable
{
    /// <summary>The bucket that is there.</summary>
    public const string Bucket = "kafkastellar";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly string _program;
    private readonly Dictionary<string, string> _said;

    private S3Server(string program, Dictionary<string, string> said)
    {
        _program = program;
        _said = said;
    }

    /// <summary>Its address.</summary>
    public string Endpoint => _said["S3_ENDPOINT"];

    /// <summary>The access key.</summary>
    public string AccessKey => _said["ACCESS_KEY"];

    /// <summary>The secret of the access key.</summary>
    public string SecretKey => _said["SECRET_KEY"];

    /// <summary>Both, as the environment of a process that uses the server.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = AccessKey, ["AWS_SECRET_ACCESS_KEY"] = SecretKey };

    /// <summary>Starts one; skips the running test, with the reason, where it is not to be had.</summary>
    public static async Task<S3Server> StartAsync()
    {
        string program = SharedFolder.Require("tools", "s3-server");
        string said = await Command.OutputOfAsync(program, ["start", "--bucket", Bucket], s_limit);
        string line = said.Split('\n').Last(text => text.StartsWith("S3_ENDPOINT=", StringComparison.Ordinal));
        return new S3Server(program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
    }

    /// <summary>Crashes it (SIGKILL).</summary>
    public Task KillAsync() => Command.OutputOfAsync(_program, ["kill", _said["DIR"]], s_limit);

    /// <summary>Starts it again after a crash: address and objects are those of before.</summary>
    public Task StartAgainAsync() => Command.OutputOfAsync(_program, ["start", "--dir", _said["DIR"], "--bucket", Bucket], s_limit);

    /// <summary>Stops it and removes its objects.</summary>
    public async ValueTask DisposeAsync()
    {
        await Command.OutputOfAsync(_program, ["stop", _said["DIR"]], s_limit);
        if (Directory.Exists(_said["DIR"])) Directory.Delete(_said["DIR"], recursive: true);
    }
}
