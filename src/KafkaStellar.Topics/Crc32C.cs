using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace KafkaStellar.Topics;

/// <summary>
/// CRC-32C, the Castagnoli polynomial (RFC 3720 §B.4): over "123456789" it is e3069283. By the processor's instruction where it has one.
/// </summary>
public static class Crc32C
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) =>
        Sse42.X64.IsSupported ? ~BySse(bytes) : Arm.Crc32.Arm64.IsSupported ? ~ByArm(bytes) : ComputeByTable(bytes);

    /// <summary>The same without the processor's help.</summary>
    internal static uint ComputeByTable(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)crc ^ value] ^ crc >> 8;
        return ~crc;
    }

    private static uint BySse(ReadOnlySpan<byte> bytes)
    {
        ulong crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = Sse42.X64.Crc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = Sse42.Crc32((uint)crc, value);
        return (uint)crc;
    }

    private static uint ByArm(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = Arm.Crc32.Arm64.ComputeCrc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = Arm.Crc32.ComputeCrc32C(crc, value);
        return crc;
    }

    private static uint[] MakeTable()
    {
        const uint reversedPolynomial = 0x82F63B78;
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? value >> 1 ^ reversedPolynomial : value >> 1;
            table[index] = value;
        }
        return table;
    }
}
