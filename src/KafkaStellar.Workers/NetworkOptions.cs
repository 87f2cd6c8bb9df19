using System.ComponentModel.DataAnnotations;
using KafkaStellar.Datasets;
using Microsoft.Extensions.Configuration;

namespace KafkaStellar.Workers;

/// <summary>Which Stellar network. Section <c>Network</c> of the configuration.</summary>
internal sealed class NetworkOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Network";

    /// <summary>The label in topic names: pubnet, testnet, futurenet, standalone, or any other with its passphrase.</summary>
    public string? Name { get; set; }

    /// <summary>The passphrase; not needed for a network known by name.</summary>
    public string? Passphrase { get; set; }

    /// <summary>The network that a configuration names.</summary>
    public static NetworkOptions Of(IConfiguration configuration) => configuration.GetSection(Section).Get<NetworkOptions>() ?? new();

    /// <summary>The network meant. An empty setting is one that was not given: an environment cannot unset.</summary>
    public Network ToNetwork() => Network.Of(string.IsNullOrEmpty(Name) ? null : Name, string.IsNullOrEmpty(Passphrase) ? null : Passphrase);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ValidationResult? problem = null;
        try
        {
            ToNetwork();
        }
        catch (ArgumentException unclear)
        {
            problem = new(unclear.Message);
        }

        if (problem is not null) yield return problem;
    }
}
