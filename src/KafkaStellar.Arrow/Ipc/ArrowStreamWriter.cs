using System.Buffers;
using System.Buffers.Binary;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Writes record batches as an Arrow IPC stream: schema, dictionaries, batches, end-of-stream.</summary>
/// <remarks>
/// Arrow columnar format, "IPC Streaming Format": metadata V5, continuation markers, little-endian, buffers padded to 8 bytes, no compression.
/// The same batches give the same bytes. A stream without <see cref="WriteEnd"/> is not complete, and our reader refuses it.
/// </remarks>
public sealed class ArrowStreamWriter : IDisposable
{
    private readonly IBufferWriter<byte> _output;
    private readonly StreamOutput? _stream;
    private readonly List<ArrayData> _dictionaries = []; // as last written; their place is their id
    private bool _started;
    private bool _ended;
    private bool _disposed;

    public ArrowStreamWriter(IBufferWriter<byte> output, Schema schema)
    {
        _output = output;
        Schema = schema;
    }

    /// <param name="stream">Takes the bytes; each message is passed on when it is complete.</param>
    /// <param name="schema">The columns of all batches.</param>
    /// <param name="leaveOpen">Whether <see cref="Dispose"/> leaves the stream open.</param>
    public ArrowStreamWriter(Stream stream, Schema schema, bool leaveOpen = false)
    {
        _output = _stream = new StreamOutput(stream, leaveOpen);
        Schema = schema;
    }

    public Schema Schema { get; }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes the schema; <see cref="WriteRecordBatch"/> and <see cref="WriteEnd"/> do so where it has not been done.</summary>
    public void WriteStart()
    {
        CheckOpen();
        if (_started)
            return;
        _started = true;
        Write(EncodedMessage.OfSchema(Schema));
    }

    /// <summary>Writes one batch, and before it those of its dictionaries that are not the ones last written.</summary>
    /// <exception cref="ArgumentException">The batch has other columns than the stream's schema; metadata may differ.</exception>
    public void WriteRecordBatch(RecordBatch batch)
    {
        CheckColumns(batch);
        WriteStart();
        foreach (EncodedMessage message in Encode(batch))
            Write(message);
    }

    /// <summary>Writes the end-of-stream marker; nothing can follow.</summary>
    public void WriteEnd()
    {
        WriteStart();
        _ended = true;
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(Wire.PrefixLength), Wire.Continuation);
        _output.Advance(Wire.PrefixLength);
        BytesWritten += Wire.PrefixLength;
        _stream?.Flush();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (ArrayData dictionary in _dictionaries)
            dictionary.Dispose();
        _stream?.Dispose();
    }

    internal void CheckColumns(RecordBatch batch)
    {
        if (!batch.Schema.HasSameColumns(Schema))
            throw new ArgumentException($"The batch has columns ({batch.Schema}), and the stream ({Schema}).", nameof(batch));
    }

    /// <summary>The messages that a batch becomes at this place of the stream.</summary>
    internal List<EncodedMessage> Encode(RecordBatch batch)
    {
        var body = new BatchBody();
        foreach (IArrowArray column in batch.Arrays)
            body.Add(column.Data);
        List<EncodedMessage> messages = [];
        for (int id = 0; id < body.Dictionaries.Count; id++)
        {
            if (Remember(id, body.Dictionaries[id]))
                messages.Add(EncodedMessage.OfDictionary(id, body.Dictionaries[id]));
        }

        messages.Add(EncodedMessage.OfBatch(batch.Length, body));
        return messages;
    }

    internal void Write(EncodedMessage message)
    {
        message.WriteTo(_output);
        BytesWritten += message.Length;
        _stream?.Flush();
    }

    private bool Remember(int id, ArrayData dictionary)
    {
        if (id == _dictionaries.Count)
        {
            _dictionaries.Add(dictionary.Share());
            return true;
        }

        ArrayData before = _dictionaries[id];
        if (SameTexts(before, dictionary))
            return false;
        _dictionaries[id] = dictionary.Share();
        before.Dispose();
        return true;
    }

    private static bool SameTexts(ArrayData left, ArrayData right)
    {
        if (ReferenceEquals(left, right))
            return true;
        using var before = new StringArray(left.Share());
        using var now = new StringArray(right.Share());
        if (before.Length != now.Length || before.NullCount != now.NullCount)
            return false;
        for (int i = 0; i < now.Length; i++)
        {
            if (before.IsNull(i) != now.IsNull(i) || !before.GetBytes(i).SequenceEqual(now.GetBytes(i)))
                return false;
        }

        return true;
    }

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_ended)
            throw new InvalidOperationException("The stream has its end-of-stream marker; nothing can follow.");
    }
}
