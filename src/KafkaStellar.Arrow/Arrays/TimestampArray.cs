using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of points in time; <see cref="PrimitiveArray{T}.Values"/> has them in the type's unit.</summary>
public sealed class TimestampArray : PrimitiveArray<long>
{
    internal TimestampArray(ArrayData data) : base(data, ArrowTypeId.Timestamp) { }

    /// <summary>The time, or null. Nanoseconds are cut to ticks of 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">.NET's years end at 9999 and begin at 1.</exception>
    public DateTimeOffset? GetTimestamp(int index)
    {
        if (GetValue(index) is not { } value)
            return null;
        Int128 ticks = ((TimestampType)Data.DataType).Unit switch
        {
            TimeUnit.Second => (Int128)value * TimeSpan.TicksPerSecond,
            TimeUnit.Millisecond => (Int128)value * TimeSpan.TicksPerMillisecond,
            TimeUnit.Microsecond => (Int128)value * TimeSpan.TicksPerMicrosecond,
            _ => value / 100 - (value % 100 < 0 ? 1 : 0),
        };
        ticks += DateTimeOffset.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            throw new ArgumentOutOfRangeException(nameof(index), value, "The timestamp is outside the years 1 to 9999.");
        return new DateTimeOffset((long)ticks, TimeSpan.Zero);
    }

    /// <summary>Gathers points in time; dispose it. <c>Append(long)</c> takes them in the type's unit.</summary>
    public sealed class Builder(TimestampType type) : PrimitiveArrayBuilder<long, TimestampArray>(type)
    {
        private readonly TimestampType _type = type;

        /// <summary>For <c>timestamp[us, UTC]</c>.</summary>
        public Builder() : this(TimestampType.MicrosecondUtc) { }

        /// <summary>Appends a time; what is finer than the unit is cut off.</summary>
        public void Append(DateTimeOffset value)
        {
            long ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
            Append(_type.Unit switch
            {
                TimeUnit.Second => FloorDivide(ticks, TimeSpan.TicksPerSecond),
                TimeUnit.Millisecond => FloorDivide(ticks, TimeSpan.TicksPerMillisecond),
                TimeUnit.Microsecond => FloorDivide(ticks, TimeSpan.TicksPerMicrosecond),
                _ => checked(ticks * 100),
            });
        }

        private protected override TimestampArray Wrap(ArrayData data) => new(data);

        private static long FloorDivide(long ticks, long unit) => ticks / unit - (ticks % unit < 0 ? 1 : 0);
    }
}
