using KafkaStellar.Datasets;
using Microsoft.Extensions.Configuration;

namespace KafkaStellar.Workers;

/// <summary>Which rows are wanted, lists parted by commas. Section <c>Selection</c> of the configuration.</summary>
internal sealed class SelectionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Selection";

    /// <summary>Contracts, <c>C…</c>.</summary>
    public string? Contracts { get; set; }

    /// <summary>Accounts, <c>G…</c>, <c>M…</c>, or <c>C…</c> for a contract that holds something.</summary>
    public string? Accounts { get; set; }

    /// <summary>Assets, <c>native</c> or <c>CODE:ISSUER</c>.</summary>
    public string? Assets { get; set; }

    /// <summary>Types of operations, by their XDR names in lower case.</summary>
    public string? OperationTypes { get; set; }

    /// <summary>Types of token-transfer events.</summary>
    public string? EventTypes { get; set; }

    /// <summary>Whether only successful transactions count.</summary>
    public bool SuccessfulOnly { get; set; }

    /// <summary>Whether contract events include the diagnostic ones.</summary>
    public bool Diagnostics { get; set; }

    /// <summary>Whether contract data include the entries that a ledger evicts.</summary>
    public bool Evictions { get; set; }

    /// <summary>Whether token transfers are read from the meta's own events (CAP-67) instead of derived.</summary>
    public bool Unified { get; set; }

    /// <summary>Which release of Stellar's Go SDK token transfers equal; the latest where none is named.</summary>
    public string? Profile { get; set; }

    /// <summary>The selection that a configuration asks for.</summary>
    public static SelectionOptions Of(IConfiguration configuration) => configuration.GetSection(Section).Get<SelectionOptions>() ?? new();

    /// <summary>The selection meant.</summary>
    /// <exception cref="ArgumentException">Something is not of its form.</exception>
    public Selection ToSelection() => Selection.Of(
        List(Contracts), List(Accounts), List(Assets), List(OperationTypes), List(EventTypes), SuccessfulOnly, Diagnostics, Evictions, Unified, Profile);

    private static string[] List(string? texts) => (texts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
