namespace KafkaStellar.Lake;

/// <summary>The CRC-32 of gzip (RFC 1952 §8).</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(OfByte)];

    /// <summary>The checksum of what <paramref name="checksum"/> stands for with <paramref name="bytes"/> after it; 0 stands for nothing.</summary>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        foreach (byte next in bytes) crc = s_table[(byte)(crc ^ next)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint OfByte(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
        return crc;
    }
}
