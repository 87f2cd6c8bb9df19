using Microsoft.Extensions.Options;

namespace KafkaStellar.Topics;

/// <summary>Checks <see cref="KafkaOptions"/> before the first message.</summary>
[OptionsValidator]
public sealed partial class KafkaOptionsValidator : IValidateOptions<KafkaOptions>;
