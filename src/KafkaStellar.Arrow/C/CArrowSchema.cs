using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.C;

/// <summary><c>struct ArrowSchema</c> of the Arrow C data interface: a column's type, name and children, in native memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowSchema
{
    internal const long DictionaryOrdered = 1;
    internal const long Nullable = 2;

    internal byte* Format;
    internal byte* Name;
    internal byte* Metadata;
    internal long Flags;
    internal long ChildCount;
    internal CArrowSchema** Children;
    internal CArrowSchema* Dictionary;
    internal delegate* unmanaged[Cdecl]<CArrowSchema*, void> ReleaseCallback;
    internal void* PrivateData;

    /// <summary>Whether nothing is in it: never filled, moved away or released.</summary>
    public readonly bool IsReleased => ReleaseCallback == null;

    /// <summary>An empty one, for a producer to fill; <see cref="Free"/> it.</summary>
    public static CArrowSchema* Create() => (CArrowSchema*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowSchema));

    /// <summary>Releases what is in it, and its memory.</summary>
    public static void Free(CArrowSchema* schema)
    {
        Release(schema);
        NativeMemory.Free(schema);
    }

    /// <summary>Tells the producer that what is in it is no longer used.</summary>
    public static void Release(CArrowSchema* schema)
    {
        if (schema->ReleaseCallback != null)
            schema->ReleaseCallback(schema);
    }
}
