using System.ComponentModel.DataAnnotations;

namespace KafkaStellar.Workers.Hosting;

/// <summary>Where a worker says how it is. Section <c>Health</c> of the configuration.</summary>
internal sealed class HealthOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Health";

    /// <summary>The port of <c>GET /healthz</c>, on all addresses; none where none is given.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }
}
