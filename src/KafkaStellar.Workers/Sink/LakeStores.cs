using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>The stores that a lake can be in.</summary>
internal static class LakeStores
{
    /// <summary>The section of the configuration that says how to reach S3.</summary>
    public const string S3Section = "S3";

    /// <summary>Opens a lake: a folder, or <c>s3://bucket/prefix</c>.</summary>
    /// <exception cref="FormatException">It begins as an address in S3 does, and is none.</exception>
    public static IObjectStore Open(string lake, S3Options s3) =>
        lake.StartsWith(S3Address.Scheme, StringComparison.Ordinal) ? new S3Store(S3Address.Parse(lake), s3) : new FolderStore(lake);
}
