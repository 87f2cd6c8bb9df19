using System.Buffers;
using System.Buffers.Binary;

namespace KafkaStellar.Arrow.Ipc;

/// <summary>Whole Arrow IPC streams from and to memory, as a Kafka message's value holds them.</summary>
public static class ArrowIpc
{
    /// <summary>The batch as a complete stream, in an array of exactly its size.</summary>
    public static byte[] Serialize(RecordBatch batch) => Serialize(batch.Schema, [batch]);

    /// <summary>The batches as one complete stream, in an array of exactly its size.</summary>
    /// <param name="schema">The stream's schema; it may differ from the batches' in metadata.</param>
    /// <param name="batches">The batches in their order; not disposed before this returns.</param>
    /// <exception cref="InvalidOperationException">The stream has more bytes than an array can hold.</exception>
    public static byte[] Serialize(Schema schema, IEnumerable<RecordBatch> batches)
    {
        var nowhere = new ArrayBufferWriter<byte>();
        using var writer = new ArrowStreamWriter(nowhere, schema);
        List<EncodedMessage> messages = [EncodedMessage.OfSchema(schema)];
        foreach (RecordBatch batch in batches)
        {
            writer.CheckColumns(batch);
            messages.AddRange(writer.Encode(batch));
        }

        long length = Wire.PrefixLength + messages.Sum(message => message.Length);
        if (length > Array.MaxLength)
            throw new InvalidOperationException($"The stream has {length} bytes; an array holds at most {Array.MaxLength}. Slice the batch.");
        var output = new ExactOutput((int)length);
        foreach (EncodedMessage message in messages)
            message.WriteTo(output);
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(Wire.PrefixLength), Wire.Continuation);
        output.Advance(Wire.PrefixLength);
        return output.Bytes;
    }

    /// <summary>Writes the batch as a complete stream.</summary>
    public static void Serialize(RecordBatch batch, IBufferWriter<byte> output)
    {
        using var writer = new ArrowStreamWriter(output, batch.Schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }

    /// <summary>How many bytes <see cref="Serialize(RecordBatch)"/> would give, without copying any row.</summary>
    public static long SerializedLength(RecordBatch batch)
    {
        using var writer = new ArrowStreamWriter(new ArrayBufferWriter<byte>(), batch.Schema);
        return Wire.PrefixLength + EncodedMessage.OfSchema(batch.Schema).Length + writer.Encode(batch).Sum(message => message.Length);
    }

    /// <summary>Reads a stream of exactly one batch. The batch looks at <paramref name="stream"/>, which must not change while it lives.</summary>
    /// <exception cref="ArrowFormatException">The bytes are not such a stream, or bytes follow it.</exception>
    public static RecordBatch Deserialize(ReadOnlyMemory<byte> stream)
    {
        IReadOnlyList<RecordBatch> batches = DeserializeAll(stream);
        return batches.Count == 1
            ? batches[0]
            : throw new ArrowFormatException(stream.Length, $"the stream holds {batches.Count} record batches where one is expected");
    }

    /// <summary>Reads all batches of a stream. They look at <paramref name="stream"/>, which must not change while they live.</summary>
    /// <exception cref="ArrowFormatException">The bytes are not a complete stream, or bytes follow it.</exception>
    public static IReadOnlyList<RecordBatch> DeserializeAll(ReadOnlyMemory<byte> stream)
    {
        using var reader = new ArrowStreamReader(stream);
        List<RecordBatch> batches = [];
        while (reader.ReadNextRecordBatch() is { } batch)
            batches.Add(batch);
        return reader.BytesRead == stream.Length
            ? batches
            : throw new ArrowFormatException(reader.BytesRead, $"{stream.Length - reader.BytesRead} bytes follow the end-of-stream marker");
    }
}
