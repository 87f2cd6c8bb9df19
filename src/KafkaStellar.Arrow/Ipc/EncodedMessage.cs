using System.Buffers;
using System.Buffers.Binary;
using KafkaStellar.Arrow.Ipc.FlatBuffers;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>One encapsulated message: metadata, ready to write, and the buffers of its body.</summary>
internal sealed class EncodedMessage
{
    private readonly ReadOnlyMemory<byte> _metadata;
    private readonly BatchBody? _body;

    private EncodedMessage(FlatBufferWriter metadata, BatchBody? body)
    {
        metadata.Align(Wire.Alignment);
        _metadata = metadata.Written;
        _body = body;
    }

    /// <summary>Bytes the message takes.</summary>
    public long Length => Wire.PrefixLength + _metadata.Length + (_body?.Length ?? 0);

    public static EncodedMessage OfSchema(Schema schema)
    {
        var writer = new FlatBufferWriter();
        FlatTableWriter message = BeginMessage(writer, MessageHeader.Schema, bodyLength: 0);
        message.PointAt(2, new SchemaEncoding(writer).Write(schema));
        return new EncodedMessage(writer, body: null);
    }

    public static EncodedMessage OfBatch(int rows, BatchBody body)
    {
        var writer = new FlatBufferWriter();
        FlatTableWriter message = BeginMessage(writer, MessageHeader.RecordBatch, body.Length);
        message.PointAt(2, WriteBatch(writer, rows, body));
        return new EncodedMessage(writer, body);
    }

    public static EncodedMessage OfDictionary(long id, ArrayData values)
    {
        var body = new BatchBody();
        body.Add(values);
        var writer = new FlatBufferWriter();
        FlatTableWriter message = BeginMessage(writer, MessageHeader.DictionaryBatch, body.Length);
        FlatTableWriter dictionary = writer.BeginTable(8, 4);
        message.PointAt(2, dictionary.Start);
        dictionary.Set(0, id);
        dictionary.PointAt(1, WriteBatch(writer, values.Length, body));
        return new EncodedMessage(writer, body);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        Span<byte> prefix = output.GetSpan(Wire.PrefixLength);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, Wire.Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], _metadata.Length);
        output.Advance(Wire.PrefixLength);
        output.Write(_metadata.Span);
        if (_body is null)
            return;
        foreach (BodyPart part in _body.Parts)
            part.WriteTo(output);
    }

    private static FlatTableWriter BeginMessage(FlatBufferWriter writer, MessageHeader header, long bodyLength)
    {
        FlatTableWriter message = writer.BeginTable(2, 1, 4, 8);
        writer.SetRoot(message);
        message.Set(0, Wire.Version);
        message.Set(1, (byte)header);
        message.Set(3, bodyLength);
        return message;
    }

    private static int WriteBatch(FlatBufferWriter writer, int rows, BatchBody body)
    {
        FlatTableWriter batch = writer.BeginTable(8, 4, 4);
        batch.Set(0, (long)rows);
        batch.PointAt(1, writer.Vector(body.Nodes, numbersPerElement: 2));
        batch.PointAt(2, writer.Vector(body.Buffers, numbersPerElement: 2));
        return batch.Start;
    }
}
