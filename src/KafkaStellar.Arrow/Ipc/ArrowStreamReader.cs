using System.Buffers.Binary;
using KafkaStellar.Arrow.Ipc.FlatBuffers;
using KafkaStellar.Arrow.Memory;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Reads an Arrow IPC stream that nobody vouches for.</summary>
/// <remarks>
/// Arrow columnar format, "IPC Streaming Format": metadata V5, little-endian, uncompressed. All that is malformed ends in
/// <see cref="ArrowFormatException"/>; memory stays within a small multiple of the bytes that are there. Text is not checked to be UTF-8.
/// </remarks>
public sealed class ArrowStreamReader : IArrowArrayStream
{
    private static readonly Field DictionaryText = new("dictionary", Types.StringType.Default, nullable: true);

    private readonly MessageInput _input;
    private readonly Stream? _owned;
    private readonly Dictionary<long, ArrayData> _dictionaries = [];
    private readonly SchemaDecoding _decoding = new();
    private Schema? _schema;
    private bool _ended;
    private bool _disposed;

    /// <param name="stream">One stream, and maybe bytes after it. Batches look at this memory: it must not change while they live.</param>
    public ArrowStreamReader(ReadOnlyMemory<byte> stream) => _input = new MessageInput(stream);

    /// <param name="stream">Read message by message, no further than the end-of-stream marker.</param>
    /// <param name="leaveOpen">Whether <see cref="Dispose"/> leaves the stream open.</param>
    public ArrowStreamReader(Stream stream, bool leaveOpen = false)
    {
        _input = new MessageInput(stream);
        _owned = leaveOpen ? null : stream;
    }

    /// <summary>The stream's schema, read when it is first asked for.</summary>
    /// <exception cref="ArrowFormatException">The stream does not begin with a schema that this library reads.</exception>
    public Schema Schema => _schema ??= ReadSchema();

    /// <summary>Bytes read so far; after the last batch, the stream's length.</summary>
    public long BytesRead => _input.Position;

    /// <summary>The next batch, which the caller disposes; null after the end-of-stream marker.</summary>
    /// <exception cref="ArrowFormatException">The bytes are not a complete stream that this library reads.</exception>
    public RecordBatch? ReadNextRecordBatch()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Schema schema = Schema;
        while (!_ended)
        {
            long start = _input.Position;
            ReadOnlyMemory<byte> metadata = ReadMetadata();
            if (metadata.IsEmpty)
            {
                _ended = true;
                break;
            }

            FlatTable message = ReadMessage(metadata, start, out ReadOnlyMemory<byte> body);
            long bodyOrigin = _input.Position - body.Length;
            switch ((MessageHeader)message.Byte(1))
            {
                case MessageHeader.RecordBatch:
                    return ReadBatch(schema, message.Table(2, "the record batch"), body, bodyOrigin);
                case MessageHeader.DictionaryBatch:
                    ReadDictionary(message.Table(2, "the dictionary batch"), body, bodyOrigin);
                    break;
                default:
                    throw new ArrowFormatException(start, $"a message of kind {message.Byte(1)} where a record batch is expected");
            }
        }

        return null;
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (ArrayData dictionary in _dictionaries.Values)
            dictionary.Dispose();
        _dictionaries.Clear();
        _owned?.Dispose();
    }

    private Schema ReadSchema()
    {
        long start = _input.Position;
        ReadOnlyMemory<byte> metadata = ReadMetadata();
        if (metadata.IsEmpty)
            throw new ArrowFormatException(start, "the stream ends before its schema");
        FlatTable message = ReadMessage(metadata, start, out _);
        if (message.Byte(1) != (byte)MessageHeader.Schema)
            throw new ArrowFormatException(start, $"the stream begins with a message of kind {message.Byte(1)}, not with a schema");
        return _decoding.Read(message.Table(2, "the schema"));
    }

    /// <summary>The metadata of the next message, empty at the end-of-stream marker.</summary>
    private ReadOnlyMemory<byte> ReadMetadata()
    {
        long start = _input.Position;
        ReadOnlySpan<byte> prefix = _input.Take(Wire.PrefixLength, "a message's prefix, or of the end-of-stream marker").Span;
        if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) != Wire.Continuation)
            throw new ArrowFormatException(start, "no continuation marker where a message is expected");
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix[4..]);
        if (length < 0 || length % Wire.Alignment != 0)
            throw new ArrowFormatException(start + 4, $"message metadata of {length} bytes, which is no multiple of {Wire.Alignment}");
        return _input.Take(length, "message metadata");
    }

    private FlatTable ReadMessage(ReadOnlyMemory<byte> metadata, long start, out ReadOnlyMemory<byte> body)
    {
        FlatTable message = FlatTable.Root(metadata.Span, start + Wire.PrefixLength);
        short version = message.Int16(0);
        if (version != Wire.Version)
            throw new ArrowFormatException(start, $"metadata version V{version + 1}; only V{Wire.Version + 1} is read");
        long length = message.Int64(3);
        if (length < 0 || length % Wire.Alignment != 0)
            throw new ArrowFormatException(start, $"a message body of {length} bytes, which is no multiple of {Wire.Alignment}");
        body = _input.Take(length, "a message body");
        return message;
    }

    private RecordBatch ReadBatch(Schema schema, FlatTable table, ReadOnlyMemory<byte> body, long bodyOrigin)
    {
        var decoding = new BatchDecoding(table, Aligned(body), bodyOrigin, _decoding.DictionaryIds, _dictionaries);
        var columns = new IArrowArray[schema.FieldsList.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = ArrowArrayFactory.BuildArray(decoding.ReadColumn(schema.FieldsList[i]));
        decoding.VerifyEnd();
        return new RecordBatch(schema, columns, decoding.Rows);
    }

    private void ReadDictionary(FlatTable table, ReadOnlyMemory<byte> body, long bodyOrigin)
    {
        long id = table.Int64(0);
        if (!_decoding.DictionaryIds.Contains(id))
            throw new ArrowFormatException(table.Position, $"a dictionary {id} that no column has");
        if (table.Bool(2))
            throw new ArrowFormatException(table.Position, "a delta dictionary; only whole ones are read");
        var decoding = new BatchDecoding(table.Table(1, "the dictionary's batch"), Aligned(body), bodyOrigin, [], _dictionaries);
        ArrayData texts = decoding.ReadColumn(DictionaryText);
        decoding.VerifyEnd();
        if (_dictionaries.Remove(id, out ArrayData? before))
            before.Dispose();
        _dictionaries.Add(id, texts);
    }

    /// <summary>The body where it is, or a copy where its numbers would not lie at multiples of 8.</summary>
    private static ReadOnlyMemory<byte> Aligned(ReadOnlyMemory<byte> body) => Placement.IsAligned(body.Span) ? body : body.ToArray();
}
