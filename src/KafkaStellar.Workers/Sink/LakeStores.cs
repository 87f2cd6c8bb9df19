using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>The stores that a lake can be in.</summary>
internal static class LakeStores
{
    /// <summary>Opens a lake: a folder.</summary>
    public static IObjectStore Open(string lake) => new FolderStore(lake);
}
