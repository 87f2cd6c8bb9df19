using System.ComponentModel.DataAnnotations;
using KafkaStellar.Datasets;

namespace KafkaStellar.Workers.Extract;

/// <summary>What is extracted, and as whom. Section <c>Extract</c> of the configuration.</summary>
internal sealed class ExtractOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Extract";

    /// <summary>The datasets.</summary>
    [MinLength(1)]
    public string[] Datasets { get; set; } = [];

    /// <summary>The consumer group. By default it is named after the network and the datasets, so that each set of datasets is read once.</summary>
    public string? Group { get; set; }

    /// <summary>
    /// This process's place among those of its group, from 0: a StatefulSet's ordinal. Writers are named by it, so that a restart ends what its
    /// predecessor left open; no two processes of a group may have the same.
    /// </summary>
    [Range(0, 9999)]
    public int Slot { get; set; }

    /// <summary>Units in this process, each a reader and a writer with a thread of its own. 1: a second core is a second process's.</summary>
    [Range(1, 64)]
    public int Units { get; set; } = 1;

    /// <summary>
    /// Token transfers: every how many ledgers all of them are compared with the balances that moved, and the worker halts where they do not
    /// agree; 1 for all ledgers, 0 for none.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int VerifyOneIn { get; set; }

    /// <summary>
    /// A folder that outlives the process, for a note of the message that is being looked into: one that two starts in a row have died at is set aside
    /// by the third. None: every start tries again.
    /// </summary>
    public string? State { get; set; }

    /// <summary>Whether to end at the end of the topic instead of waiting for more.</summary>
    public bool ToEnd { get; set; }

    /// <summary>The group's name on a network.</summary>
    public string GroupOn(Network network) => Group ?? GroupPrefix(network) + string.Join('-', Datasets.Order(StringComparer.Ordinal));

    /// <summary>What the names begin with of groups that are named after their datasets.</summary>
    public static string GroupPrefix(Network network) => $"kafkastellar-extract-{network.Name}-";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in DatasetNames.Validate(Datasets, nameof(Datasets))) yield return problem;

        // The end of a topic that this process itself is writing is not an end.
        if (ToEnd && Datasets.Length > 1 && Datasets.Contains(TransferMessages.Dataset))
            yield return new($"{TransferMessages.Dataset} reads the topic of transactions: to the end of it (--to-end), extract it by itself, after the others.", [nameof(ToEnd)]);
    }
}
