using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace KafkaStellar.Arrow.C;

/// <summary>Gives streams of record batches to native code by the Arrow C stream interface.</summary>
public static unsafe class CArrowArrayStreamExporter
{
    private const int InputOutputError = 5; // EIO

    /// <summary>Fills an empty structure with the stream, and takes it over: it is disposed when the consumer releases the structure.</summary>
    /// <remarks>The consumer pulls batches from its own thread; what fails there, it gets as an error text.</remarks>
    public static void ExportArrayStream(IArrowArrayStream stream, CArrowArrayStream* target) => *target = new CArrowArrayStream
    {
        GetSchema = &GetSchema,
        GetNext = &GetNext,
        GetLastError = &GetLastError,
        ReleaseCallback = &Release,
        PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(new ExportedStream(stream))),
    };

    /// <summary>Fills an empty structure with the batches, and takes each over when the consumer asks for it.</summary>
    /// <param name="schema">The batches' schema.</param>
    /// <param name="batches">Enumerated once, on the consumer's thread.</param>
    /// <param name="target">An empty structure.</param>
    public static void ExportArrayStream(Schema schema, IEnumerable<RecordBatch> batches, CArrowArrayStream* target) =>
        ExportArrayStream(new EnumeratedStream(schema, batches), target);

    private static ExportedStream Of(CArrowArrayStream* stream) => (ExportedStream)GCHandle.FromIntPtr((nint)stream->PrivateData).Target!;

#pragma warning disable CA1031 // an exception must not unwind into native code: it becomes an error number and a text
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(CArrowArrayStream* stream, CArrowSchema* target)
    {
        ExportedStream exported = Of(stream);
        try
        {
            *target = default;
            CArrowSchemaExporter.ExportSchema(exported.Stream.Schema, target);
            return 0;
        }
        catch (Exception failure)
        {
            return exported.Fail(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(CArrowArrayStream* stream, CArrowArray* target)
    {
        ExportedStream exported = Of(stream);
        try
        {
            *target = default;
            using RecordBatch? batch = exported.Stream.ReadNextRecordBatch();
            if (batch is not null)
                CArrowArrayExporter.ExportRecordBatch(batch, target);
            return 0;
        }
        catch (Exception failure)
        {
            return exported.Fail(failure);
        }
    }
#pragma warning restore CA1031

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetLastError(CArrowArrayStream* stream) => Of(stream).LastError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowArrayStream* stream)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)stream->PrivateData);
        ((ExportedStream)handle.Target!).Dispose();
        handle.Free();
        *stream = default;
    }

    private sealed class ExportedStream(IArrowArrayStream stream) : IDisposable
    {
        public IArrowArrayStream Stream => stream;

        /// <summary>UTF-8 with a zero at its end; valid until the next failure or release.</summary>
        public byte* LastError { get; private set; }

        public int Fail(Exception failure)
        {
            NativeMemory.Free(LastError);
            byte[] text = Encoding.UTF8.GetBytes(failure.Message);
            LastError = (byte*)NativeMemory.AllocZeroed((nuint)text.Length + 1);
            text.CopyTo(new Span<byte>(LastError, text.Length));
            return InputOutputError;
        }

        public void Dispose()
        {
            NativeMemory.Free(LastError);
            LastError = null;
            stream.Dispose();
        }
    }

    private sealed class EnumeratedStream(Schema schema, IEnumerable<RecordBatch> batches) : IArrowArrayStream
    {
        private IEnumerator<RecordBatch>? _batches;

        public Schema Schema => schema;

        public RecordBatch? ReadNextRecordBatch()
        {
            _batches ??= batches.GetEnumerator();
            if (!_batches.MoveNext())
                return null;
            RecordBatch batch = _batches.Current;
            if (batch.Schema.HasSameColumns(schema))
                return batch;
            batch.Dispose();
            throw new InvalidOperationException($"A batch has columns ({batch.Schema}), and the stream ({schema}).");
        }

        public void Dispose() => _batches?.Dispose();
    }
}
