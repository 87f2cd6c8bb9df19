using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Datasets;

/// <summary>A Stellar network: the label in topic names, and the passphrase that its hashes are made with.</summary>
public sealed class Network
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A network of any label.</summary>
    /// <param name="name">The label: lower-case letters, digits and hyphens.</param>
    /// <param name="passphrase">The network's passphrase; not blank.</param>
    public Network(string name, string passphrase)
    {
        if (string.IsNullOrWhiteSpace(passphrase)) throw new ArgumentException("A network's passphrase is not blank.", nameof(passphrase));
        if (name.Length is 0 or > 64 || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"A network's name is made of lower-case letters, digits and hyphens; this is not: {name}", nameof(name));
        Name = name;
        Passphrase = passphrase;
        Id = SHA256.HashData(Encoding.UTF8.GetBytes(passphrase));
    }

    /// <summary>The networks known by name.</summary>
    public static IReadOnlyList<Network> Known { get; } =
    [
        new("pubnet", "Public Global Stellar Network ; September 2015"),
        new("testnet", "Test SDF Network ; September 2015"),
        new("futurenet", "Test SDF Future Network ; October 2022"),
        new("standalone", "Standalone Network ; February 2017"),
    ];

    /// <summary>The label, such as <c>pubnet</c>.</summary>
    public string Name { get; }

    /// <summary>The passphrase.</summary>
    public string Passphrase { get; }

    /// <summary>The SHA-256 of the passphrase, 32 bytes: what every signature and contract id begins with.</summary>
    public byte[] Id { get; }

    /// <summary>The network that a name and a passphrase, either of which may be left out, mean together.</summary>
    /// <returns>A known network for its name or its passphrase; with both, a network of that name and passphrase.</returns>
    /// <exception cref="ArgumentException">An unknown name without a passphrase, a known name with another network's passphrase, or neither.</exception>
    public static Network Of(string? name, string? passphrase)
    {
        Network? byName = Known.FirstOrDefault(network => network.Name == name);
        if (passphrase is null)
        {
            return byName ?? throw new ArgumentException(name is null
                ? "Name the network (--network) or give its passphrase (--passphrase)."
                : $"The network {name} is not known by name; give its passphrase too (--passphrase). Known: {string.Join(", ", Known.Select(network => network.Name))}.");
        }

        if (byName is not null && byName.Passphrase != passphrase)
            throw new ArgumentException($"The network {name} has another passphrase than the one given.");
        return byName
            ?? (name is null ? Known.FirstOrDefault(network => network.Passphrase == passphrase) : null)
            ?? new Network(name ?? "custom", passphrase);
    }
}
