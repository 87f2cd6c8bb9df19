using System.Buffers;
using System.Buffers.Binary;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Ipc.FlatBuffers;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Streams that no honest writer would write.</summary>
internal static class Crafted
{
    private static readonly byte[] EndOfStream = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>A stream of messages that our own encoder made, whether they belong together or not.</summary>
    public static byte[] Stream(params EncodedMessage[] messages)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (EncodedMessage message in messages)
            message.WriteTo(output);
        output.Write(EndOfStream);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A batch of arrays that the schema does not ask for.</summary>
    public static byte[] Stream(Schema schema, int rows, params ArrayData[] columns)
    {
        var body = new BatchBody();
        foreach (ArrayData column in columns)
            body.Add(column);
        return Stream(EncodedMessage.OfSchema(schema), EncodedMessage.OfBatch(rows, body));
    }

    /// <summary>One framed message of a hand-made table, without a body.</summary>
    public static byte[] Message(short version, byte header, Func<FlatBufferWriter, int> write)
    {
        var writer = new FlatBufferWriter();
        FlatTableWriter message = writer.BeginTable(2, 1, 4, 8);
        writer.SetRoot(message);
        message.Set(0, version);
        message.Set(1, header);
        message.PointAt(2, write(writer));
        writer.Align(8);
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, .. writer.Written.Span];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), writer.Written.Length);
        return bytes;
    }

    /// <summary>A schema message of one column whose type is hand-made.</summary>
    public static byte[] SchemaOf(byte typeCode, Func<FlatBufferWriter, int> type, short version = 4, short endianness = 0) =>
        Message(version, 1, writer =>
        {
            FlatTableWriter schema = writer.BeginTable(2, 4);
            schema.Set(0, endianness);
            int elements = writer.BeginTableVector(1, out int vector);
            schema.PointAt(1, vector);
            FlatTableWriter field = writer.BeginTable(4, 1, 1, 4);
            writer.PointAt(elements, field.Start);
            field.PointAt(0, writer.Text("x"));
            field.Set(2, typeCode);
            field.PointAt(3, type(writer));
            return schema.Start;
        });

    public static int Empty(FlatBufferWriter writer) => writer.BeginTable().Start;
}
