using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.C;

/// <summary>Gives arrays and record batches to native code by the Arrow C data interface, without copying values.</summary>
public static unsafe class CArrowArrayExporter
{
    // What an empty buffer points at: some consumers read the first offset even of nothing.
    private static readonly nint Nothing = (nint)NativeMemory.AlignedAlloc(64, 64);

    static CArrowArrayExporter() => new Span<byte>((void*)Nothing, 64).Clear();

    /// <summary>Fills an empty structure with the array. The array may be disposed at once: the memory lives until the consumer releases it.</summary>
    public static void ExportArray(IArrowArray array, CArrowArray* target) => Export(array.Data, target);

    /// <summary>Fills an empty structure with the batch, as a struct of its columns. The batch may be disposed at once.</summary>
    public static void ExportRecordBatch(RecordBatch batch, CArrowArray* target)
    {
        *target = Begin(batch.Length, 0, 0, buffers: 1, batch.ColumnCount, new ExportedArray(null, []));
        try
        {
            for (int i = 0; i < batch.ColumnCount; i++)
                Export(batch.Column(i).Data, target->Children[i]);
        }
        catch
        {
            CArrowArray.Release(target);
            throw;
        }
    }

    private static void Export(ArrayData data, CArrowArray* target)
    {
        var pins = new MemoryHandle[data.Buffers.Length];
        data.Share();
        *target = Begin(data.Length, data.NullCount, data.Offset, pins.Length, data.Children.Length, new ExportedArray(data, pins));
        for (int i = 0; i < pins.Length; i++)
        {
            if (data.Buffers[i].IsEmpty)
            {
                target->Buffers[i] = i == 0 ? null : (byte*)Nothing;
                continue;
            }

            pins[i] = data.Buffers[i].Memory.Pin();
            target->Buffers[i] = (byte*)pins[i].Pointer;
        }

        for (int i = 0; i < data.Children.Length; i++)
            Export(data.Children[i], target->Children[i]);
        if (data.Dictionary is not null)
        {
            target->Dictionary = CArrowArray.Create();
            Export(data.Dictionary, target->Dictionary);
        }
    }

    private static CArrowArray Begin(long length, long nulls, long offset, int buffers, int children, ExportedArray kept)
    {
        var array = new CArrowArray
        {
            Length = length,
            NullCount = nulls,
            Offset = offset,
            BufferCount = buffers,
            ChildCount = children,
            Buffers = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(buffers, 1), (nuint)sizeof(nint)),
            Children = children == 0 ? null : (CArrowArray**)NativeMemory.AllocZeroed((nuint)children, (nuint)sizeof(nint)),
            ReleaseCallback = &Release,
            PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(kept)),
        };
        for (int i = 0; i < children; i++)
            array.Children[i] = CArrowArray.Create();
        return array;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowArray* array)
    {
        for (long i = 0; i < array->ChildCount; i++)
            CArrowArray.Free(array->Children[i]);
        if (array->Dictionary != null)
            CArrowArray.Free(array->Dictionary);
        NativeMemory.Free(array->Children);
        NativeMemory.Free(array->Buffers);
        GCHandle handle = GCHandle.FromIntPtr((nint)array->PrivateData);
        ((ExportedArray)handle.Target!).Dispose();
        handle.Free();
        *array = default;
    }

    /// <summary>What stays alive and in its place until the consumer releases the array.</summary>
    private sealed class ExportedArray(ArrayData? share, MemoryHandle[] pins) : IDisposable
    {
        public void Dispose()
        {
            foreach (MemoryHandle pin in pins)
                pin.Dispose();
            share?.Dispose();
        }
    }
}
