namespace KafkaStellar.Testing;

/// <summary>A real Apache Kafka broker, or three, for as long as a test needs it; gone, with its data, after <see cref="DisposeAsync"/>.</summary>
/// <remarks>
/// Where <c>KAFKA_BOOTSTRAP_SERVERS</c> is set, that cluster is used and left alone. Otherwise the broker is started with <c>bin/kafka-broker</c>
/// of <c>KAFKA_HOME</c> or of <c>../shared/kafka</c>. Where there is none of these, the running test is skipped, with the reason.
/// </remarks>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const string ServersVariable = "KAFKA_BOOTSTRAP_SERVERS";
    private const string HomeVariable = "KAFKA_HOME";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task> s_warm = new(() => RunAsync("warm"));

    private readonly string? _folder;

    private KafkaBroker(IReadOnlyDictionary<string, string> answer)
    {
        BootstrapServers = answer["BOOTSTRAP"];
        Listeners = answer;
        _folder = answer.GetValueOrDefault("DIR");
    }

    /// <summary>Why no broker can be had here, as a sentence; null where one can.</summary>
    public static string? Unavailable { get; } = WhyUnavailable();

    /// <summary>Whether tests run against a cluster that somebody else started.</summary>
    public static bool IsForeign => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ServersVariable));

    /// <summary>Where clients begin: <c>host:port</c>, with a comma between several.</summary>
    public string BootstrapServers { get; private set; }

    /// <summary>The addresses of further listeners by their names, as they were asked for with <c>--listener</c>.</summary>
    public IReadOnlyDictionary<string, string> Listeners { get; }

    /// <summary>The folder with each node's log and data (<c>node-1/broker.log</c>); skips the running test for a foreign cluster.</summary>
    public string Folder
    {
        get
        {
            Skip.If(_folder is null, $"The cluster of {ServersVariable} is not ours to stop.");
            return _folder!;
        }
    }

    /// <summary>Starts one node, or uses the cluster that is there; skips the running test, with the reason, where there is neither.</summary>
    public static async Task<KafkaBroker> StartAsync()
    {
        Skip.If(Unavailable is not null, Unavailable);
        if (IsForeign)
            return new KafkaBroker(new Dictionary<string, string> { ["BOOTSTRAP"] = Environment.GetEnvironmentVariable(ServersVariable)! });
        return await StartOwnAsync();
    }

    /// <summary>Starts a broker of the test's own, which it may stop, crash and set up; skips the running test where that cannot be.</summary>
    /// <param name="options">More options of <c>kafka-broker start</c>: <c>--nodes 3</c>, <c>--set key=value</c>, <c>--listener NAME=PROTOCOL</c>.</param>
    public static async Task<KafkaBroker> StartOwnAsync(params string[] options)
    {
        Skip.If(Unavailable is not null, Unavailable);
        Skip.If(IsForeign, $"The cluster of {ServersVariable} is not ours to stop or set up.");
        await s_warm.Value;
        return new KafkaBroker(Parse(await RunAsync(["start", .. options])));
    }

    /// <summary>Crashes a node, or all of them (SIGKILL).</summary>
    public Task KillAsync(int? node = null) => OnNodeAsync("kill", node);

    /// <summary>Makes a node, or all of them, hang (SIGSTOP).</summary>
    public Task PauseAsync(int? node = null) => OnNodeAsync("pause", node);

    /// <summary>Lets a node, or all of them, go on after <see cref="PauseAsync"/>.</summary>
    public Task ResumeAsync(int? node = null) => OnNodeAsync("resume", node);

    /// <summary>Stops a node, or all of them, in good order (SIGTERM), and waits until it has ended.</summary>
    public Task StopAsync(int? node = null) => OnNodeAsync("stop", node);

    /// <summary>Starts a node, or all that are down, again: ports, data and settings are those of before.</summary>
    public async Task StartAgainAsync(int? node = null) =>
        BootstrapServers = Parse(await RunAsync(["start", "--dir", Folder, .. Node(node)]))["BOOTSTRAP"];

    /// <summary>Ends the broker and removes its data; a foreign cluster is left as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_folder is not null) await RunAsync("stop", _folder, "--delete");
    }

    private async Task OnNodeAsync(string verb, int? node) => await RunAsync([verb, Folder, .. Node(node)]);

    private static string[] Node(int? node) => node is null ? [] : ["--node", $"{node}"];

    private static Task<string> RunAsync(params string[] arguments) => Command.OutputOfAsync(Program()!, arguments, s_limit);

    private static string? Program()
    {
        string? home = Environment.GetEnvironmentVariable(HomeVariable);
        string? program = string.IsNullOrEmpty(home) ? SharedFolder.Find("kafka", "bin", "kafka-broker") : Path.Combine(home, "bin", "kafka-broker");
        return File.Exists(program) ? program : null;
    }

    private static string? WhyUnavailable()
    {
        if (IsForeign) return null;
        if (Program() is null)
            return $"There is no Kafka: {ServersVariable} names none, and neither {HomeVariable} nor ../shared/kafka holds bin/kafka-broker.";
        bool java = Command.Exists("java") || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JAVA_HOME"));
        return java ? null : "A Kafka broker needs Java 17 or newer, and there is none on the PATH nor in JAVA_HOME.";
    }

    // One line of NAME=VALUE with blanks between: BOOTSTRAP=127.0.0.1:23124 PID=16647 DIR=/tmp/kafka-broker.b75TwR
    private static Dictionary<string, string> Parse(string answer)
    {
        string line = answer.Split('\n').LastOrDefault(text => text.StartsWith("BOOTSTRAP=", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"kafka-broker did not say where it listens: {answer}");
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
