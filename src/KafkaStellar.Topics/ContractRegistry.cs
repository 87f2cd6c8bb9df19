namespace KafkaStellar.Topics;

/// <summary>The contracts that were published, one file a topic in a folder: registered once, then only changed as their readers can bear.</summary>
/// <remarks>
/// What a change takes is <see cref="TopicContract.IsCompatibleSuccessor"/>'s to say (SemVer: a new nullable column is a minor version, a new
/// sentence a patch, anything else a new topic). A file appears whole or not at all.
/// </remarks>
public sealed class ContractRegistry(string folder)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Where a contract's file is, or would be.</summary>
    public string PathOf(TopicContract contract) => Path.Combine(Folder, contract.FileName);

    /// <summary>All published contracts, by file name; none where there is no folder.</summary>
    /// <exception cref="ContractException">A file is no contract; the message names it.</exception>
    public IReadOnlyList<TopicContract> List() => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(Read),
    ];

    /// <summary>A dataset's published contract; none where there is none of this major version.</summary>
    /// <param name="dataset">The dataset, in snake case.</param>
    /// <param name="major">The <c>v&lt;N&gt;</c> of the topic's name.</param>
    /// <exception cref="ContractException">The file is no contract, or another's.</exception>
    public TopicContract? Get(string dataset, int major)
    {
        string path = Path.Combine(Folder, TopicContract.FileNameOf(dataset, major));
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Publishes the first version of a contract.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="ContractException">There is one already.</exception>
    public string Register(TopicContract contract)
    {
        string path = PathOf(contract);
        if (File.Exists(path)) throw new ContractException($"{path} is there already: a published contract evolves, it is not registered again.");
        return Write(path, contract);
    }

    /// <summary>Publishes a contract in the place of its predecessor.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="ContractException">There is none to follow, or readers of the old one could not bear the change; the message says why.</exception>
    public string Evolve(TopicContract contract)
    {
        string path = PathOf(contract);
        TopicContract published = Get(contract.Dataset, contract.Version.Major)
            ?? throw new ContractException($"{path} is not there: a contract is registered before it evolves.");
        return published.IsCompatibleSuccessor(contract, out string? why) ? Write(path, contract) : throw new ContractException($"{path}: {why}");
    }

    private string Write(string path, TopicContract contract)
    {
        Directory.CreateDirectory(Folder);
        string unfinished = $"{path}.tmp";
        try
        {
            File.WriteAllText(unfinished, contract.Render());
            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static TopicContract Read(string path)
    {
        var file = new FileInfo(path);
        if (file.Length > TopicContract.MaxFileBytes) throw new ContractException($"{path} is larger than {TopicContract.MaxFileBytes} bytes.");
        TopicContract contract = TopicContract.Parse(File.ReadAllText(path), path);
        return contract.FileName == file.Name ? contract : throw new ContractException($"{path} holds the contract that belongs into {contract.FileName}.");
    }
}
