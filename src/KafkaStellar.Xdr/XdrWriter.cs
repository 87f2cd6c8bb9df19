using System.Buffers;
using System.Buffers.Binary;

namespace KafkaStellar.Xdr;

/// <summary>Writes XDR (RFC 4506) forward into memory that grows: big-endian, padded to four bytes.</summary>
public sealed class XdrWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Starts again from nothing, keeping the memory.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary><c>unsigned int</c>, and any length or count.</summary>
    public XdrWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    /// <summary><c>int</c>, and any enum or discriminant.</summary>
    public XdrWriter Int32(int value) => UInt32((uint)value);

    /// <summary><c>unsigned hyper</c>.</summary>
    public XdrWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    /// <summary><c>hyper</c>.</summary>
    public XdrWriter Int64(long value) => UInt64((ulong)value);

    /// <summary><c>bool</c>, and the flag before an optional.</summary>
    public XdrWriter Bool(bool value) => UInt32(value ? 1u : 0u);

    /// <summary><c>opaque x[length]</c> with its padding.</summary>
    public XdrWriter Opaque(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        int padding = -value.Length & 3;
        if (padding > 0) _bytes.Write("\0\0\0"u8[..padding]);
        return this;
    }

    /// <summary><c>opaque x&lt;&gt;</c> or <c>string x&lt;&gt;</c>: the length, then the bytes.</summary>
    public XdrWriter VarOpaque(ReadOnlySpan<byte> value) => UInt32((uint)value.Length).Opaque(value);

    /// <summary>Bytes that are XDR already.</summary>
    public XdrWriter Xdr(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }
}
