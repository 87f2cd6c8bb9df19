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
        StrKeyKind.MuxedAccount => payload.Length == 40,
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
        ReadOnlySpan<byte> alphabet = Alphabet;
        int written = 0;
        uint bits = 0;
        int held = 0;
        foreach (byte one in raw)
        {
            bits = bits << 8 | one;
            held += 8;
            while (held >= 5)
            {
                held -= 5;
                ascii[written++] = alphabet[(int)(bits >> held) & 31];
            }
        }

        if (held > 0) ascii[written++] = alphabet[(int)(bits << (5 - held)) & 31];
        return written;
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

    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (byte one in bytes) crc = (ushort)(crc << 8 ^ Crc[crc >> 8 ^ one]);
        return crc;
    }

    // CRC-16/XMODEM: polynomial 0x1021, from 0.
    private static ushort[] CrcTable()
    {
        var table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            table[i] = (ushort)crc;
        }

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
