using KafkaStellar.Datasets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace KafkaStellar.Workers.Extract;

/// <summary>Refuses, before the first message, a selection that one of the extracted datasets does not have.</summary>
internal sealed class SelectionCheck(IConfiguration configuration) : IValidateOptions<SelectionOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SelectionOptions options)
    {
        try
        {
            Selection selection = options.ToSelection();
            // As they stand in the configuration: whether they are datasets at all is their own options' validation to say.
            string[] names = configuration.GetSection(ExtractOptions.Section).Get<ExtractOptions>()?.Datasets ?? [];
            foreach (Dataset dataset in Catalog.All.Where(dataset => names.Contains(dataset.Name))) dataset.Verify(selection);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException wrong)
        {
            return ValidateOptionsResult.Fail(wrong.Message);
        }
    }
}
