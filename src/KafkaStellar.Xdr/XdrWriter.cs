using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KafkaStellar.Xdr;

/// <summary>Writes XDR (RFC 4506) forward into memory that grows: big-endian, padded to four bytes.</summary>
public sealed class XdrWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Starts again from nothing, keeping the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary><c>unsigned int</c>, and any length or count.</summary>
    public XdrWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);
        return this;
    }

    /// <summary><c>int</c>, and any enum or discriminant.</summary>
    public XdrWriter Int32(int value) => UInt32((uint)value);

    /// <summary><c>unsigned hyper</c>.</summary>
    public XdrWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);
        return this;
    }

    /// <summary><c>hyper</c>.</summary>
    public XdrWriter Int64(long value) => UInt64((ulong)value);

    /// <summary><c>bool</c>, and the flag before an optional.</summary>
    public XdrWriter Bool(bool value) => UInt32(value ? 1u : 0u);

    /// <summary><c>opaque x[length]</c> with its padding.</summary>
    public XdrWriter Opaque(ReadOnlySpan<byte> value)
    {
        int padding = -value.Length & 3;
        Span<byte> taken = Take(value.Length + padding);
        value.CopyTo(taken);
        taken[value.Length..].Clear();
        return this;
    }

    /// <summary><c>opaque x&lt;&gt;</c> or <c>string x&lt;&gt;</c>: the length, then the bytes.</summary>
    public XdrWriter VarOpaque(ReadOnlySpan<byte> value) => UInt32((uint)value.Length).Opaque(value);

    /// <summary>Bytes that are XDR already.</summary>
    public XdrWriter Xdr(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Take(value.Length));
        return this;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int length)
    {
        int start = _length;
        if (length > _bytes.Length - start) Grow(length);
        _length = start + length;
        return _bytes.AsSpan(start, length);
    }

    private void Grow(int length) => Array.Resize(ref _bytes, (int)Math.Max((long)_length + length, Math.Min(2L * _bytes.Length, Array.MaxLength)));
}
