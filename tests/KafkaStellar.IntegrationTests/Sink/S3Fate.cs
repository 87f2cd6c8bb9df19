namespace KafkaStellar.IntegrationTests.Sink;

/// <summary>What befalls a request on its way to a store.</summary>
internal enum S3Fate
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>The connection breaks before the store has it.</summary>
    Reset,

    /// <summary>The store does it, and the connection breaks before its answer.</summary>
    AnswerLost,

    /// <summary>Nothing comes, ever.</summary>
    Silence,

    /// <summary>The answer trickles.</summary>
    Slow,

    /// <summary>The store takes the condition of a put and does not heed it.</summary>
    Overwrites,

    /// <summary>The store is asked too much.</summary>
    Status429 = 429,

    /// <summary>The store is broken.</summary>
    Status500 = 500,

    /// <summary>The store is busy.</summary>
    Status503 = 503,
}
