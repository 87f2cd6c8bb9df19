using System.Runtime.InteropServices;

namespace KafkaStellar.Arrow.C;

/// <summary>Takes streams of record batches from native code by the Arrow C stream interface.</summary>
public static unsafe class CArrowArrayStreamImporter
{
    /// <summary>Takes the stream over; the structure is empty then, and the stream is released when the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">The producer could not give its schema.</exception>
    /// <exception cref="NotSupportedException">A column's type is not one of this library's.</exception>
    public static IArrowArrayStream ImportArrayStream(CArrowArrayStream* source)
    {
        if (source->IsReleased)
            throw new InvalidDataException("The Arrow stream from native code is empty or released.");
        CArrowArrayStream* moved = CArrowArrayStream.Create();
        *moved = *source;
        *source = default;
        CArrowSchema schema = default;
        try
        {
            Check(moved, moved->GetSchema(moved, &schema));
            return new ImportedStream(moved, CArrowSchemaImporter.ImportLayout(&schema));
        }
        catch
        {
            CArrowArrayStream.Free(moved);
            throw;
        }
    }

    private static void Check(CArrowArrayStream* stream, int error)
    {
        if (error == 0)
            return;
        string text = Marshal.PtrToStringUTF8((nint)stream->GetLastError(stream)) ?? "no reason given";
        throw new InvalidOperationException($"The producer of the Arrow stream failed: {text} (error {error}).");
    }

    private sealed class ImportedStream(CArrowArrayStream* stream, CArrowLayout layout) : IArrowArrayStream
    {
        private CArrowArrayStream* _stream = stream;

        public Schema Schema => layout.Schema;

        public RecordBatch? ReadNextRecordBatch()
        {
            ObjectDisposedException.ThrowIf(_stream == null, this);
            CArrowArray array = default;
            Check(_stream, _stream->GetNext(_stream, &array));
            return array.IsReleased ? null : CArrowArrayImporter.ImportRecordBatch(&array, layout);
        }

        public void Dispose()
        {
            if (_stream == null)
                return;
            CArrowArrayStream.Free(_stream);
            _stream = null;
        }
    }
}
