namespace KafkaStellar.Workers.Hosting;

/// <summary>What becomes of a failure. None of them is silent.</summary>
internal enum Fate
{
    /// <summary>It may pass of itself: tried again where it happens (a store's pauses, a unit's transaction); what still comes out of there has been, and ends the worker.</summary>
    Retry,

    /// <summary>It is about one message, which is set aside, whole, where the contract of its topic allows that; elsewhere it ends the worker.</summary>
    SetAside,

    /// <summary>It ends the worker: a gap is worse than an outage.</summary>
    Halt,
}
