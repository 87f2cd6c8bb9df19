using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.C;

/// <summary><c>struct ArrowArrayStream</c> of the Arrow C stream interface: record batches, asked for one by one.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArrayStream
{
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, CArrowSchema*, int> GetSchema;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, CArrowArray*, int> GetNext;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, byte*> GetLastError;
    internal delegate* unmanaged[Cdecl]<CArrowArrayStream*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether nothing is in it: never filled, moved away or released.</summary>
    public readonly bool IsReleased => ReleaseCallback == null;

    /// <summary>An empty one, for a producer to fill; <see cref="Free"/> it.</summary>
    public static CArrowArrayStream* Create() => (CArrowArrayStream*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArrayStream));

    /// <summary>Releases what is in it, and its memory.</summary>
    public static void Free(CArrowArrayStream* stream)
    {
        Release(stream);
        NativeMemory.Free(stream);
    }

    /// <summary>Tells the producer that what is in it is no longer used.</summary>
    public static void Release(CArrowArrayStream* stream)
    {
        if (stream->ReleaseCallback != null)
            stream->ReleaseCallback(stream);
    }
}
