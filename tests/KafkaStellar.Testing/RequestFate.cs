namespace KafkaStellar.Testing;

/// <summary>What a <see cref="KafkaProxy"/> does with a request.</summary>
public enum RequestFate
{
    /// <summary>It goes on.</summary>
    Pass,

    /// <summary>The client's connection breaks; the request waits on its way until it is released.</summary>
    Hold,

    /// <summary>The client's connection breaks, and the request is gone.</summary>
    Cut,

    /// <summary>The request arrives; the client's connection breaks before the answer.</summary>
    CutAfter,

    /// <summary>The request is gone, and nobody is told.</summary>
    Swallow,
}
