using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Verification;

/// <summary>A file that an intent declares.</summary>
/// <param name="File">What the intent says of it.</param>
/// <param name="Intent">The intent.</param>
/// <param name="Owner">The intent in words.</param>
/// <param name="IsSound">Whether it is there, byte for byte.</param>
internal sealed record DeclaredFile(IntentFile File, Intent Intent, string Owner, bool IsSound)
{
    /// <summary>Network and dataset: the first two folders.</summary>
    public string Table => string.Join('/', File.Path.Split('/').Take(2));

    /// <summary>The dataset.</summary>
    public string Dataset => File.Path.Split('/').ElementAtOrDefault(1) ?? "";
}
