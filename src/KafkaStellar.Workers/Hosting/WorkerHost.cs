using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Source;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Hosting;

/// <summary>The host of long-running workers: configuration, logging on stderr, SIGTERM, and the exit code.</summary>
internal static class WorkerHost
{
    /// <summary>What a name of the environment begins with, as in <c>KAFKASTELLAR__KAFKA__BOOTSTRAPSERVERS</c>.</summary>
    public const string EnvironmentPrefix = "KAFKASTELLAR__";

    // A worker that is told to stop finishes its transaction or its file; Kubernetes' default grace is 30 s, our chart's 120 s.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(100);

    /// <summary>Runs workers until they are done, are told to stop, or one dies.</summary>
    /// <param name="settings">What the command line says, by configuration key.</param>
    /// <param name="register">Adds the workers.</param>
    /// <param name="stop">Ends them.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> register, CancellationToken stop)
    {
        using IHost host = Build(settings, services => register(services.AddSingleton<IValidateOptions<KafkaOptions>, MemoryValidator>()));
        try
        {
            await host.StartAsync(stop);
            await host.WaitForShutdownAsync(stop);
        }
        catch (InvalidOperationException wrong) when (wrong.InnerException is FormatException or ArgumentException) // a setting that is no such value
        {
            await Console.Error.WriteLineAsync($"{wrong.Message} {wrong.InnerException.Message}");
            return ExitCodes.WrongUsage;
        }

        return host.Services.GetRequiredService<Fleet>().ExitCode;
    }

    /// <summary>A host with everything that workers share, not started.</summary>
    public static IHost Build(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> register)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        AddSettings(builder.Configuration, settings);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // What the host would say of a failed start, with its stack, is said once and in words: by RunAsync.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddSingleton<Fleet>();
        builder.Services.AddSingleton(new Health(TimeProvider.System));
        builder.Services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<HealthPage>();
        builder.Services.AddSingleton(new SourceProgress(long.MaxValue));
        builder.Services.AddSingleton(new SinkProgress());
        builder.Services.AddKafka();
        builder.Services.AddOptions<NetworkOptions>().BindConfiguration(NetworkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        register(builder.Services);
        return builder.Build();
    }

    /// <summary>The network that a host's configuration names.</summary>
    /// <exception cref="ArgumentException">It names none, or contradicts itself.</exception>
    public static Network NetworkOf(IHost host) => host.Services.GetRequiredService<IOptions<NetworkOptions>>().Value.ToNetwork();

    /// <summary>The configuration: files beside the program and in the working folder, then the environment, then the command line.</summary>
    public static void AddSettings(IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?> settings)
    {
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        configuration.AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true);
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
        configuration.AddInMemoryCollection(settings);
    }
}
