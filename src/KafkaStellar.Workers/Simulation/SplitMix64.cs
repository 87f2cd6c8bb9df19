using System.Buffers.Binary;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Random numbers that are the same on every machine and in every version of .NET: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>, both among them.</summary>
    public long Between(long min, long max) => min + (long)Math.BigMul(Next(), (ulong)(max - min) + 1, out _);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>Random bytes; a multiple of eight of them.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[sizeof(ulong)..]) BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
    }
}
