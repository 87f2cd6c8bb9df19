namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>What befalls a worker at one call to the store.</summary>
public enum Fault
{
    None,

    /// <summary>It is killed before the store has done anything.</summary>
    KilledBefore,

    /// <summary>It is killed when the store has done it.</summary>
    KilledAfter,

    /// <summary>The store refuses for now.</summary>
    Busy,

    /// <summary>The store does it, and the answer is lost.</summary>
    AnswerLost,
}
