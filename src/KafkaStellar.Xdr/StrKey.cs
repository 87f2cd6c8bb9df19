using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace KafkaStellar.Xdr;

/// <summary>Keys and ids as people write them (SEP-23): base32 of a version byte, the payload and a CRC-16, without padding.</summary>
public static class StrKey
{
    /// <summary>The longest text: a signed payload of 64 bytes.</summary>
    public const int MaxLength = 165;

    /// <summary>The longest payload: key, length and 64 bytes.</summary>
    public const int MaxPayload = 32 + 4 + 64;

    private const int VersionSize = 1;
    private const int ChecksumSize = 2;
    private const byte NotBase32 = 0xFF;

    private static readonly ushort[] Crc = CrcTable();
    private static readonly byte[] Values = Base32Values();

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    /// <summary>How many characters a payload of <paramref name="payloadLength"/> bytes takes.</summary>
    public static int LengthOf(int payloadLength) => ((VersionSize + payloadLength + ChecksumSize) * 8 + 4) / 5;

    /// <summary>Writes the text as ASCII and gives its length. The payload's form is the caller's to keep.</summary>
    public static int Encode(StrKeyKind kind, ReadOnlySpan<byte> payload, Span<byte> ascii)
    {
        Span<byte> raw = stackalloc byte[VersionSize + MaxPayload + ChecksumSize];
        raw = raw[..(VersionSize + payload.Length + ChecksumSize)];
        raw[0] = (byte)kind;
        payload.CopyTo(raw[VersionSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(raw[^ChecksumSize..], Checksum(raw[..^ChecksumSize]));
        return Base32(raw, ascii);
    }

    /// <summary>The text.</summary>
    public static string ToText(StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> ascii = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(ascii[..Encode(kind, payload, ascii)]);
    }

    /// <summary>Reads a text: false unless its alphabet, length, unused bits, version, checksum and payload are all as SEP-23 wants them.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out StrKeyKind kind, [NotNullWhen(true)] out byte[]? payload)
    {
        kind = default;
        payload = null;
        if (text.Length > MaxLength) return false;
        int length = text.Length * 5 / 8;
        if (length < VersionSize + ChecksumSize || (length * 8 + 4) / 5 != text.Length) return false;

        Span<byte> raw = stackalloc byte[VersionSize + MaxPayload + ChecksumSize + 1];
        raw = raw[..length];
        if (!TryBase32(text, raw)) return false;
        if (BinaryPrimitives.ReadUInt16LittleEndian(raw[^ChecksumSize..]) != Checksum(raw[..^ChecksumSize])) return false;

        kind = (StrKeyKind)raw[0];
        ReadOnlySpan<byte> content = raw[VersionSize..^ChecksumSize];
        if (!IsPayloadOf(kind, content)) return false;
        payload = content.ToArray();
        return true;
    }

    private static bool IsPayloadOf(StrKeyKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        StrKeyKind.Account or StrKeyKind.Contract or StrKeyKind.LiquidityPool or StrKeyKind.PreAuthTransaction or StrKeyKind.HashX => payload.Length == 32,
        StrKeyKind.MuxedAccount or StrKeyKind.MuxedContract => payload.Length == 40,
        StrKeyKind.ClaimableBalance => payload.Length == 33 && payload[0] == 0,
        StrKeyKind.SignedPayload => IsSignedPayload(payload),
        _ => false,
    };

    private static bool IsSignedPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < 32 + 4 + 4 or > MaxPayload) return false;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(payload[32..]);
        return length is >= 1 and <= 64
            && payload.Length == 36 + (((int)length + 3) & ~3)
            && !payload[(36 + (int)length)..].ContainsAnyExcept((byte)0);
    }

    private static int Base32(ReadOnlySpan<byte> raw, Span<byte> ascii)
    {
        int written = 0;
        for (; raw.Length >= 5; raw = raw[5..], written += 8)
            BinaryPrimitives.WriteUInt64BigEndian(ascii[written..], EightOf((ulong)BinaryPrimitives.ReadUInt32BigEndian(raw) << 8 | raw[4]));
        if (raw.IsEmpty) return written;

        ulong bits = 0;
        for (int i = 0; i < raw.Length; i++) bits |= (ulong)raw[i] << (32 - 8 * i);
        bits = EightOf(bits);
        int last = (raw.Length * 8 + 4) / 5;
        for (int i = 0; i < last; i++) ascii[written + i] = (byte)(bits >> (56 - 8 * i));
        return written + last;
    }

    // Eight characters from 40 bits: spread to five bits a byte, then all bytes at once from 0…25 to A…Z and from 26…31 to 2…7.
    private static ulong EightOf(ulong bits)
    {
        bits = (bits << 12 & 0x000F_FFFF_0000_0000) | (bits & 0x0000_0000_000F_FFFF);
        bits = (bits << 6 & 0x03FF_0000_03FF_0000) | (bits & 0x0000_03FF_0000_03FF);
        bits = (bits << 3 & 0x1F00_1F00_1F00_1F00) | (bits & 0x001F_001F_001F_001F);
        ulong digits = (bits + 0x0606_0606_0606_0606) >> 5 & 0x0101_0101_0101_0101;
        return bits + 0x4141_4141_4141_4141 - digits * ('A' + 26 - '2');
    }

    private static bool TryBase32(ReadOnlySpan<char> text, Span<byte> raw)
    {
        uint bits = 0;
        int held = 0;
        int written = 0;
        foreach (char one in text)
        {
            byte value = one < Values.Length ? Values[one] : NotBase32;
            if (value == NotBase32) return false;
            bits = bits << 5 | value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            raw[written++] = (byte)(bits >> held);
        }

        return (bits & ((1u << held) - 1)) == 0;
    }

    // Eight bytes a step: what each of them does to the checksum stands in a table of its own.
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ushort> crcs = Crc;
        ushort crc = 0;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            int first = crcs[7 * 256 + (bytes[0] ^ crc >> 8)] ^ crcs[6 * 256 + (bytes[1] ^ crc & 0xFF)] ^ crcs[5 * 256 + bytes[2]] ^ crcs[4 * 256 + bytes[3]];
            crc = (ushort)(first ^ crcs[3 * 256 + bytes[4]] ^ crcs[2 * 256 + bytes[5]] ^ crcs[256 + bytes[6]] ^ crcs[bytes[7]]);
        }

        foreach (byte one in bytes) crc = (ushort)(crc << 8 ^ crcs[crc >> 8 ^ one]);
        return crc;
    }

    // CRC-16/XMODEM: polynomial 0x1021, from 0. Then the same with one zero byte after, and so on to seven.
    private static ushort[] CrcTable()
    {
        var table = new ushort[8 * 256];
        for (int i = 0; i < 256; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            table[i] = (ushort)crc;
        }

        for (int i = 256; i < table.Length; i++) table[i] = (ushort)(table[i - 256] << 8 ^ table[table[i - 256] >> 8]);
        return table;
    }

    private static byte[] Base32Values()
    {
        var values = new byte[128];
        Array.Fill(values, NotBase32);
        for (int i = 0; i < Alphabet.Length; i++) values[Alphabet[i]] = (byte)i;
        return values;
    }
}
