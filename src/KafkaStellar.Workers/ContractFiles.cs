using KafkaStellar.Topics;

namespace KafkaStellar.Workers;

/// <summary>The contract files, <c>topics/*.yaml</c>: the reviewed form of what the code promises.</summary>
internal static class ContractFiles
{
    /// <summary>Writes every contract's file, and gives their paths.</summary>
    public static IEnumerable<string> Render(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (TopicContract contract in Contracts.All)
        {
            string path = Path.Combine(folder, contract.FileName);
            File.WriteAllText(path, contract.Render());
            yield return path;
        }
    }

    /// <summary>Every way in which the files differ from the code, as sentences.</summary>
    public static List<string> Compare(string folder)
    {
        var differences = new List<string>();
        foreach (TopicContract contract in Contracts.All)
        {
            string path = Path.Combine(folder, contract.FileName);
            if (!File.Exists(path)) differences.Add($"{path} is missing; the code has the contract. Write it with: kafkastellar topics render");
            else if (File.ReadAllText(path) != contract.Render()) differences.Add($"{path} is not what the code promises{WhyNot(path, contract)} Write it anew with `kafkastellar topics render`, and review the change.");
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
    private static string WhyNot(string path, TopicContract contract)
    {
        try
        {
            TopicContract published = TopicContract.Parse(File.ReadAllText(path), path);
            return published.IsCompatibleSuccessor(contract, out string? why) ? "." : $": {why}";
        }
        catch (ContractException unreadable)
        {
            return $": {unreadable.Message}";
        }
    }
}
