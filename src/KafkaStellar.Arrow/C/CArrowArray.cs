using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.C;

/// <summary><c>struct ArrowArray</c> of the Arrow C data interface: a column's buffers and children, in native memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArray
{
    internal long Length;
    internal long NullCount; // -1: not counted
    internal long Offset;
    internal long BufferCount;
    internal long ChildCount;
    internal byte** Buffers;
    internal CArrowArray** Children;
    internal CArrowArray* Dictionary;
    internal delegate* unmanaged[Cdecl]<CArrowArray*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether nothing is in it: never filled, moved away or released; from a stream: the stream has ended.</summary>
    public readonly bool IsReleased => ReleaseCallback == null;

    /// <summary>An empty one, for a producer to fill; <see cref="Free"/> it.</summary>
    public static CArrowArray* Create() => (CArrowArray*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArray));

    /// <summary>Releases what is in it, and its memory.</summary>
    public static void Free(CArrowArray* array)
    {
        Release(array);
        NativeMemory.Free(array);
    }

    /// <summary>Tells the producer that what is in it is no longer used.</summary>
    public static void Release(CArrowArray* array)
    {
        if (array->ReleaseCallback != null)
            array->ReleaseCallback(array);
    }
}
