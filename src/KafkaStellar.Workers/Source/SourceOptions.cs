using System.ComponentModel.DataAnnotations;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Source;

/// <summary>Where ledgers come from. Section <c>Source</c> of the configuration.</summary>
internal sealed class SourceOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Source";

    /// <summary>The data lake (SEP-54): a folder, the one that holds <c>.config.json</c>.</summary>
    [Required]
    public string Lake { get; set; } = "";

    /// <summary>
    /// The first ledger; where none is given, the lake's first. A topic that has ledgers already is gone on with after its last; one whose records
    /// were deleted, with this.
    /// </summary>
    public uint? From { get; set; }

    /// <summary>The last ledger; where none is given, the lake's last at the start, or none at all with <see cref="Follow"/>.</summary>
    public uint? To { get; set; }

    /// <summary>Whether to wait for ledgers that are not there yet, instead of ending after the last.</summary>
    public bool Follow { get; set; }

    /// <summary>How often to look for the next ledger when following. 1 s: a ledger closes every 5 to 6 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Ledgers in one object, for a lake without <c>.config.json</c>; 1 in the public lakes.</summary>
    [Range(1, 1_000_000)]
    public uint? LedgersPerObject { get; set; }

    /// <summary>Objects in one partition folder, for a lake without <c>.config.json</c>; 64,000 in the public lakes.</summary>
    [Range(0, 10_000_000)]
    public uint? ObjectsPerPartition { get; set; }

    /// <summary>How the lake cuts ledgers into objects; null to take its manifest's word.</summary>
    public LakeLayout? Layout => LedgersPerObject is uint ledgers && ObjectsPerPartition is uint objects ? new LakeLayout(ledgers, objects) : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From > To) yield return new($"Source:From ({From}) comes after Source:To ({To}).", [nameof(From)]);
        if (LedgersPerObject is null != ObjectsPerPartition is null)
            yield return new("Source:LedgersPerObject and Source:ObjectsPerPartition are given together or not at all.", [nameof(LedgersPerObject)]);
        if (Follow && To is not null) yield return new("Source:Follow goes on without end; it cannot have a Source:To.", [nameof(Follow)]);
    }
}
