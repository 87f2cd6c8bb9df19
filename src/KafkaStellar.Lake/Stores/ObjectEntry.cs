namespace KafkaStellar.Lake;

/// <summary>An object in a store.</summary>
/// <param name="Key">Its key, relative to the store's root.</param>
/// <param name="Length">Its size in bytes.</param>
public readonly record struct ObjectEntry(string Key, long Length);
