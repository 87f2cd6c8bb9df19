namespace KafkaStellar.Arrow.Types;

/// <summary>What a timestamp counts since 1970-01-01T00:00:00; the numbers are those of the format's <c>TimeUnit</c>.</summary>
public enum TimeUnit
{
    Second = 0,
    Millisecond = 1,
    Microsecond = 2,
    Nanosecond = 3,
}
