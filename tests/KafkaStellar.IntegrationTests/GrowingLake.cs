using KafkaStellar.Lake;

namespace KafkaStellar.IntegrationTests;

/// <summary>A data lake into which the objects of another come one by one, each whole at once, as a live lake's do.</summary>
public sealed class GrowingLake
{
    private readonly string _whole;
    private readonly Queue<string> _coming;

    public GrowingLake(string whole, string folder)
    {
        _whole = whole;
        Folder = folder;
        _coming = new(Directory.GetFiles(whole, "*.xdr.zst", SearchOption.AllDirectories).OrderBy(path => LakeKey.TryParse(Path.GetFileName(path))!.First));
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(whole, LakeManifest.Key), Path.Combine(folder, LakeManifest.Key));
    }

    /// <summary>The lake's root.</summary>
    public string Folder { get; }

    /// <summary>Whether everything has come.</summary>
    public bool IsWhole => _coming.Count == 0;

    /// <summary>Lets some more objects come.</summary>
    public void Grow(int objects)
    {
        for (; objects > 0 && _coming.TryDequeue(out string? path); objects--)
        {
            string target = Path.Combine(Folder, Path.GetRelativePath(_whole, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target + ".coming");
            File.Move(target + ".coming", target);
        }
    }
}
