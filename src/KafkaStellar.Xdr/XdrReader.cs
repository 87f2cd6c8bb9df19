using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStellar.Xdr;

/// <summary>Reads XDR (RFC 4506) forward over bytes that it lends out and never copies: big-endian, padded to four bytes, every length bounded.</summary>
/// <remarks>Anything that is not as it should be is an <see cref="XdrException"/> with the byte it stands at.</remarks>
public ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>How deep recursive types may nest: as Stellar's own decoder since protocol 27 (CAP-71 credential chains nest deeper than 250).</summary>
    public const int MaxDepth = 1500;

    // The stack is asked about on every 16th level only: what the runtime then guarantees is room for hundreds of frames.
    private const int StackCheckMask = 15;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private int _depth;

    /// <summary>The next byte to read, from 0.</summary>
    public readonly int Position => _position;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The bytes from <paramref name="start"/> to where the reader stands.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start.._position];

    /// <summary><c>unsigned int</c> (RFC 4506 §4.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadUInt32()
    {
        Require(sizeof(uint));
        uint value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Current));
        _position += sizeof(uint);
        return value;
    }

    /// <summary><c>int</c> (RFC 4506 §4.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadInt32() => (int)ReadUInt32();

    /// <summary><c>unsigned hyper</c> (RFC 4506 §4.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadUInt64()
    {
        Require(sizeof(ulong));
        ulong value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Current));
        _position += sizeof(ulong);
        return value;
    }

    /// <summary><c>hyper</c> (RFC 4506 §4.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadInt64() => (long)ReadUInt64();

    /// <summary><c>bool</c> (RFC 4506 §4.4), and the flag before an optional (§4.19): 0 or 1, nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadBool()
    {
        uint value = ReadUInt32();
        if (value > 1) XdrException.ThrowNotBool(_position - 4, value);
        return value != 0;
    }

    /// <summary><c>opaque x[length]</c> (RFC 4506 §4.9); the padding must be zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadOpaque(int length)
    {
        int start = _position;
        SkipOpaque(length);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), start), length);
    }

    /// <summary><c>opaque x&lt;max&gt;</c> and <c>string x&lt;max&gt;</c> (RFC 4506 §4.10, §4.11).</summary>
    public ReadOnlySpan<byte> ReadVarOpaque(int max) => ReadOpaque(ReadLength(max));

    /// <summary>The count before a list or the length before an opaque, at most <paramref name="max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadLength(int max)
    {
        uint length = ReadUInt32();
        if (length > (uint)max) XdrException.ThrowTooLong(_position - 4, length, max);
        return (int)length;
    }

    /// <summary>A list's count: at most <paramref name="max"/>, and no more than the bytes left can hold at <paramref name="minSize"/> bytes each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadCount(int max, int minSize)
    {
        int count = ReadLength(max);
        if ((long)count * minSize > Remaining) XdrException.ThrowTooShort(_position - 4, (long)count * minSize, Remaining);
        return count;
    }

    /// <summary>Passes over <paramref name="length"/> bytes that need no check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int length)
    {
        Require(length);
        _position += length;
    }

    /// <summary>Passes over <c>opaque x[length]</c> and its padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipOpaque(int length)
    {
        int padding = -length & 3;
        Require(length, padding);
        _position += length + padding;
        if (padding != 0) RequireZero(padding);
    }

    /// <summary>Passes over <c>opaque x&lt;max&gt;</c> or <c>string x&lt;max&gt;</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipVarOpaque(int max) => SkipOpaque(ReadLength(max));

    /// <summary>One level deeper into a type that can hold itself. A stack that runs out is an error, not a crash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        int depth = ++_depth;
        if (depth > MaxDepth) XdrException.ThrowTooDeep(_position);
        if ((depth & StackCheckMask) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()) XdrException.ThrowTooDeep(_position);
    }

    /// <summary>One level back up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _depth--;

    /// <summary>Refuses bytes that are left over.</summary>
    public readonly void End()
    {
        if (Remaining != 0) XdrException.ThrowTrailing(_position, Remaining);
    }

    private readonly ref byte Current => ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), _position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Require(int length)
    {
        if ((uint)length > (uint)Remaining) XdrException.ThrowTooShort(_position, length, Remaining);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Require(int length, int padding)
    {
        if ((ulong)((long)(uint)length + padding) > (ulong)(uint)Remaining) XdrException.ThrowTooShort(_position, (long)length + padding, Remaining);
    }

    private readonly void RequireZero(int padding)
    {
        for (int at = _position - padding; at < _position; at++)
        {
            if (_bytes[at] != 0) XdrException.ThrowPadding(at);
        }
    }
}
