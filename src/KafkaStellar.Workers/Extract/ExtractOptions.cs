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

    /// <summary>
    /// What the consumer groups' names begin with: there is one for each dataset, since progress belongs to a dataset, whatever is made beside it. By
    /// default it is named after the network.
    /// </summary>
    public string? Group { get; set; }

    /// <summary>
    /// The first ledger to make where nobody can tell what was made: the records of a dataset's topic are gone, or ledgers are missing in its input and
    /// that is meant. It decides nothing else.
    /// </summary>
    [Range(2u, uint.MaxValue)]
    public uint? From { get; set; }

    /// <summary>
    /// This process's place among those with the same datasets, from 0: a StatefulSet's ordinal. Writers are named by it, so that a restart ends what its
    /// predecessor left open; no two processes with the same datasets may have the same.
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

    /// <summary>The name of a dataset's group on a network.</summary>
    public string GroupOn(Network network, string dataset) => $"{PrefixOn(network)}-{dataset}";

    /// <summary>The name that all workers with the same datasets have on a network.</summary>
    public string NameOn(Network network) => $"{PrefixOn(network)}-{string.Join('-', Datasets.Order(StringComparer.Ordinal))}";

    /// <summary>The <c>transactional.id</c> of one of this process's units on a network.</summary>
    public string WriterOn(Network network, int unit) => $"{NameOn(network)}-{Slot * Units + unit}";

    private string PrefixOn(Network network) => Group ?? $"kafkastellar-extract-{network.Name}";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in DatasetNames.Validate(Datasets, nameof(Datasets))) yield return problem;

        // The end of a topic that this process itself is writing is not an end.
        if (ToEnd && Datasets.Length > 1 && Datasets.Contains(TransferMessages.Dataset))
            yield return new($"{TransferMessages.Dataset} reads the topic of transactions: to the end of it (--to-end), extract it by itself, after the others.", [nameof(ToEnd)]);
    }
}
