namespace KafkaStellar.Arrow.Types;

/// <summary>Points in time, as a signed 64-bit count of units since 1970-01-01.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Timezone">A zone's name for instants (<c>UTC</c>); null for wall clock time without a zone.</param>
public sealed record TimestampType(TimeUnit Unit, string? Timezone) : FixedWidthType
{
    /// <summary>The one that our datasets use: <c>timestamp[us, UTC]</c>.</summary>
    public static readonly TimestampType MicrosecondUtc = new(TimeUnit.Microsecond, "UTC");

    public override ArrowTypeId TypeId => ArrowTypeId.Timestamp;

    public override string Name => "timestamp";

    public override int BitWidth => 64;

    private protected override string Text => $"timestamp[{UnitText}{(Timezone is null ? "" : ", ")}{Timezone}]";

    private string UnitText => Unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
