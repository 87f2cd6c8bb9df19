using Microsoft.Extensions.Options;

namespace KafkaStellar.Topics;

/// <summary>Refuses a worker whose clients would not fit into the memory of its process; a verb that only asks Kafka something needs no such check.</summary>
public sealed class MemoryValidator : IValidateOptions<KafkaOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options) =>
        options.Memory().Refusal is { } refusal ? ValidateOptionsResult.Fail(refusal) : ValidateOptionsResult.Success;
}
