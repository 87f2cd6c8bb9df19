using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Sink;

/// <summary>Opens the store that a lake is in.</summary>
/// <param name="lake">What the user calls it.</param>
internal delegate IObjectStore OpenStore(string lake);
