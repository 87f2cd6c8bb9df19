using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>What the code promises against what is published: <c>topics/*.yaml</c>.</summary>
internal static class ContractFiles
{
    /// <summary>Publishes every contract of the code that is new or has changed, and gives the paths of all.</summary>
    /// <exception cref="ContractException">A change that readers of the published contract could not bear; the message says why.</exception>
    public static IEnumerable<string> Render(string folder)
    {
        var registry = new ContractRegistry(folder);
        return Contracts.All.Select(contract => File.Exists(registry.PathOf(contract)) ? registry.Evolve(contract) : registry.Register(contract));
    }

    /// <summary>Every way in which the files differ from the code, as sentences.</summary>
    public static List<string> Compare(string folder)
    {
        var registry = new ContractRegistry(folder);
        var differences = new List<string>();
        foreach (TopicContract contract in Contracts.All)
        {
            string path = registry.PathOf(contract);
            if (!File.Exists(path)) differences.Add($"{path} is missing; the code has the contract. Write it with: kafkastellar topics render");
            else if (File.ReadAllText(path) != contract.Render()) differences.Add(Difference(registry, contract));
        }

        string[] known = [.. Contracts.All.Select(contract => contract.FileName)];
        if (Directory.Exists(folder))
        {
            differences.AddRange(Directory.GetFiles(folder, "*.yaml")
                .Where(path => !known.Contains(Path.GetFileName(path)))
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} is a contract of which the code knows nothing."));
        }

        return differences;
    }

    // The published file is what readers rely on: a change that they could not read needs a new version of the topic.
    private static string Difference(ContractRegistry registry, TopicContract contract)
    {
        string path = registry.PathOf(contract);
        try
        {
            return registry.Get(contract.Dataset, contract.Version.Major)!.IsCompatibleSuccessor(contract, out string? why)
                ? $"{path} is older than the code, which its readers can bear. Write it anew with `kafkastellar topics render`, and review the change."
                : $"{path} is not what the code promises: {why}";
        }
        catch (ContractException unreadable)
        {
            return $"{path} is not what the code promises: {unreadable.Message}";
        }
    }
}
