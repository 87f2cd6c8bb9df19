using KafkaStellar.Lake;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Source;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers;

/// <summary>What a host needs for each role.</summary>
internal static class Registration
{
    /// <summary>A data lake → raw-ledgers.</summary>
    public static IServiceCollection AddSource(this IServiceCollection services)
    {
        services.AddOptions<SourceOptions>().BindConfiguration(SourceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<OpenLedgerTopic>(provider =>
            network => new LedgerTopic(provider.GetRequiredService<ClientFactory>(), network, provider.GetRequiredService<Health>()));
        return services.AddWorker<SourceWorker>();
    }

    /// <summary>raw-ledgers → the topics of some datasets.</summary>
    public static IServiceCollection AddExtract(this IServiceCollection services)
    {
        services.AddOptions<ExtractOptions>().BindConfiguration(ExtractOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SelectionOptions>().BindConfiguration(SelectionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SelectionOptions>, SelectionCheck>();
        services.AddOptions<KafkaOptions>().PostConfigure<IOptions<ExtractOptions>>((kafka, extract) => kafka.Units = Math.Max(1, extract.Value.Units));
        return services.AddSingleton<IHostedService, ExtractUnits>();
    }

    /// <summary>The topics of some datasets → Parquet files in a lake.</summary>
    public static IServiceCollection AddSink(this IServiceCollection services)
    {
        services.AddOptions<SinkOptions>().BindConfiguration(SinkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<S3Options>().BindConfiguration(LakeStores.S3Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<KafkaOptions>().PostConfigure(kafka =>
        {
            long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            kafka.MemoryBytes ??= Math.Min(MemoryBudget.Of(kafka, available).LimitBytes, SinkMemory.ForClients(available));
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<ISinkTopics>>(provider => () => new KafkaTopics(provider.GetRequiredService<ClientFactory>()));
        services.TryAddSingleton<OpenStore>(provider => lake => LakeStores.Open(lake, provider.GetRequiredService<IOptions<S3Options>>().Value));
        return services.AddWorker<SinkWorker>();
    }

    private static IServiceCollection AddWorker<TWorker>(this IServiceCollection services)
        where TWorker : Worker =>
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<TWorker>(provider));
}
