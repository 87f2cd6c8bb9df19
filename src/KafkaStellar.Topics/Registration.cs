using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Topics;

/// <summary>What a program does to have Kafka.</summary>
public static class Registration
{
    /// <summary>
    /// Adds <see cref="ClientFactory"/>, with <see cref="KafkaOptions"/> from the section <c>Kafka</c>, checked at start.
    /// </summary>
    public static IServiceCollection AddKafka(this IServiceCollection services)
    {
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddSingleton(provider =>
            new ClientFactory(provider.GetRequiredService<IOptions<KafkaOptions>>().Value, provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }
}
