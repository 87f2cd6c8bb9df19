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
}
