using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace KafkaStellar.Workers.CommandLine;

/// <summary>An option of the command line that is also a setting of the configuration, under its key.</summary>
internal sealed record Setting(string Key, Option Option)
{
    /// <summary>A setting with a value.</summary>
    public static Setting Of(string name, string key, string description) =>
        new(key, new Option<string>(name) { Description = $"{description} [{EnvironmentName(key)}]" });

    /// <summary>A setting that is on or off.</summary>
    public static Setting Flag(string name, string key, string description) =>
        new(key, new Option<bool>(name) { Description = $"{description} [{EnvironmentName(key)}]" });

    /// <summary>What the command line says of some settings, by key; what it does not say is left to the environment and the files.</summary>
    public static Dictionary<string, string?> Read(ParseResult line, IEnumerable<Setting> settings)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (Setting setting in settings)
        {
            if (line.GetResult(setting.Option) is null or { Implicit: true }) continue;
            given[setting.Key] = setting.Option is Option<bool> flag ? $"{line.GetValue(flag)}" : line.GetValue((Option<string>)setting.Option);
        }

        return given;
    }

    /// <summary>The configuration of a verb that runs no worker: files, environment, then what the command line says of some settings.</summary>
    public static IConfiguration Configure(ParseResult line, IEnumerable<Setting> settings)
    {
        var configuration = new ConfigurationBuilder();
        Hosting.WorkerHost.AddSettings(configuration, Read(line, settings));
        return configuration.Build();
    }

    /// <summary>Adds a list of values under a key, where there are any.</summary>
    public static void AddList(Dictionary<string, string?> settings, string key, IReadOnlyList<string>? values)
    {
        for (int i = 0; i < values?.Count; i++) settings[$"{key}:{i}"] = values[i];
    }

    private static string EnvironmentName(string key) => Hosting.WorkerHost.EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
}
