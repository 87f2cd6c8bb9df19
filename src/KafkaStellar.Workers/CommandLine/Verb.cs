using System.CommandLine;

namespace KafkaStellar.Workers.CommandLine;

/// <summary>A verb of the command line.</summary>
internal static class Verb
{
    /// <summary>A verb with its settings and an example, which <c>--help</c> shows.</summary>
    public static Command Of(string name, string description, string example, IEnumerable<Setting> settings)
    {
        var command = new Command(name, $"{description}\n\nExample:\n  {example}");
        foreach (Setting setting in settings) command.Options.Add(setting.Option);
        return command;
    }

    /// <summary>Refuses a number below 1. What is no number is refused by the parser; to ask an option for such a value would throw.</summary>
    public static void RequireAtLeastOne(Option option) => option.Validators.Add(given =>
    {
        if (given.Tokens is [{ Value: string text }] && int.TryParse(text, out int count) && count < 1) given.AddError($"{option.Name} is at least 1.");
    });
}
