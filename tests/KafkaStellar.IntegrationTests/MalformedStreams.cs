using System.Buffers.Binary;
using System.Text;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.IntegrationTests;

/// <summary>A sound Arrow stream of one batch, bent in the ways in which streams go wrong or are made to go wrong; each with a name for what was done.</summary>
internal sealed class MalformedStreams
{
    private const int PrefixBytes = 8;
    private const int Huge = int.MaxValue & ~7;

    private static readonly byte[] s_end = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    private readonly byte[] _sound;
    private readonly int _batch;    // where the last message begins, which is the record batch's
    private readonly int _body;

    public MalformedStreams(byte[] sound)
    {
        _sound = sound;
        for (int at = 0; at < sound.Length - s_end.Length; at = _body + (int)BodyBytes(at)) (_batch, _body) = (at, at + PrefixBytes + Int32(at + 4));
    }

    /// <summary>All of them.</summary>
    public IEnumerable<(string Name, byte[] Value)> All() => [.. Whole(), .. Lengths(), .. Orders(), .. Flips()];

    private IEnumerable<(string, byte[])> Whole()
    {
        yield return ("empty", []);
        yield return ("nothing but an end", s_end);
        yield return ("cut within the schema", _sound[..(PrefixBytes + Int32(4) / 2)]);
        yield return ("cut within the batch's header", _sound[..((_batch + _body) / 2)]);
        yield return ("cut within the body", _sound[..((_body + _sound.Length) / 2)]);
        yield return ("cut before its end", _sound[..^s_end.Length]);
        yield return ("followed by a byte", [.. _sound, 0]);
        yield return ("a file", [.. "ARROW1\0\0"u8, .. _sound, 0, 0, 0, 0, .. "ARROW1"u8]);
        yield return ("JSON", Encoding.UTF8.GetBytes("{\"ledger_seq\": 2}"));
    }

    private IEnumerable<(string, byte[])> Lengths()
    {
        int message = Table(_batch + PrefixBytes), batch = Pointed(Field(message, 2)), nodes = Pointed(Field(batch, 1)) + 4, buffers = Pointed(Field(batch, 2)) + 4;
        yield return ("a huge schema", With(4, Huge));
        yield return ("a header of fewer than no bytes", With(_batch + 4, -8));
        yield return ("a huge body", With(Field(message, 3), long.MaxValue & ~7L));
        yield return ("a body of fewer than no bytes", With(Field(message, 3), -8L));
        yield return ("a huge batch", With(Field(batch, 0), long.MaxValue));
        yield return ("a huge column", With(nodes, (long)Huge));
        yield return ("more nulls than rows", With(nodes + 8, (long)Huge));
        yield return ("a buffer beyond the body", With(buffers + 16, (long)Huge));
        yield return ("a buffer before the body", With(buffers + 16, -8L));
        yield return ("a huge buffer", With(buffers + 24, long.MaxValue));
        yield return ("a huge vector of buffers", With(buffers - 4, Huge));
        yield return ("texts that end before they begin", With(Offsets(buffers), 1 << 20));
        yield return ("texts beyond their buffer", With(Offsets(buffers) + 4, int.MaxValue));
    }

    private IEnumerable<(string, byte[])> Orders()
    {
        byte[] schema = _sound[..(PrefixBytes + Int32(4))], batch = _sound[_batch..^s_end.Length], dictionary = [.. batch];
        dictionary[Field(Table(_batch + PrefixBytes), 1) - _batch] = 2;
        yield return ("a batch before its schema", [.. batch, .. _sound]);
        yield return ("a dictionary before its schema", [.. dictionary, .. _sound]);
        yield return ("a batch that calls itself a dictionary", [.. schema, .. dictionary, .. _sound[schema.Length..]]);
        yield return ("two schemas", [.. schema, .. _sound]);
        yield return ("two batches", [.. _sound[..^s_end.Length], .. batch, .. s_end]);
        yield return ("no batch", [.. schema, .. s_end]);
        yield return ("a bomb in a compressed buffer", [.. _sound[.._batch], .. Compressed(batch), .. s_end]);
    }

    // Bytes of the schema and of the batch's header, one in some, of which the change leaves no stream that can be read: some are padding, or parts of a name.
    private IEnumerable<(string, byte[])> Flips()
    {
        for (int at = 3; at < _body; at += at < Int32(4) ? 97 : 41)
        {
            byte[] flipped = [.. _sound];
            flipped[at] ^= 0xFF;
            if (IsRefused(flipped)) yield return ($"byte {at} changed", flipped);
        }
    }

    private static bool IsRefused(byte[] stream)
    {
        try
        {
            ArrowIpc.Deserialize(stream).Dispose();
            return false;
        }
        catch (ArrowFormatException)
        {
            return true;
        }
    }

    /// <summary>A batch that says its body is compressed, and in which the first buffer says it holds a terabyte.</summary>
    private static byte[] Compressed(byte[] batch)
    {
        int header = BinaryPrimitives.ReadInt32LittleEndian(batch.AsSpan(4));
        byte[] body = batch[(PrefixBytes + header)..];
        BinaryPrimitives.WriteInt64LittleEndian(body, 1L << 40);
        // The batch's table gets a new list of its fields, after everything else, that has one more: the compression, a table of one byte, ZSTD's.
        var bent = new MalformedStreams([.. batch, .. s_end]);
        int table = bent.Pointed(bent.Field(bent.Table(PrefixBytes), 2)), end = PrefixBytes + header;
        byte[] tail = new byte[40];
        (int Place, int Value)[] fields = [(0, 12), (2, end + 16 - table), (4, bent.Field(table, 0) - table), (6, bent.Field(table, 1) - table), (8, bent.Field(table, 2) - table), (10, end + 12 - table), (20, 6), (22, 8), (24, 4)];
        foreach ((int place, int value) in fields) BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(place), (ushort)value);
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(12), 28 - 12);  // to the compression
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(28), 28 - 20);  // back to its fields
        tail[32] = 1;
        byte[] whole = [.. batch[..end], .. tail, .. body];
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), header + tail.Length);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(table), table - end);
        return whole;
    }

    /// <summary>Where the offsets of the first column of texts or bytes begin.</summary>
    private int Offsets(int buffers)
    {
        using RecordBatch rows = ArrowIpc.Deserialize(_sound);
        int before = rows.Schema.FieldsList.TakeWhile(field => field.DataType is not (StringType or BinaryType)).Count();
        return _body + (int)BinaryPrimitives.ReadInt64LittleEndian(_sound.AsSpan(buffers + 16 * (2 * before + 1)));
    }

    private byte[] With(int at, int number)
    {
        byte[] bent = [.. _sound];
        BinaryPrimitives.WriteInt32LittleEndian(bent.AsSpan(at), number);
        return bent;
    }

    private byte[] With(int at, long number)
    {
        byte[] bent = [.. _sound];
        BinaryPrimitives.WriteInt64LittleEndian(bent.AsSpan(at), number);
        return bent;
    }

    private long BodyBytes(int message) => Field(Table(message + PrefixBytes), 3) is int at && at > 0 ? BinaryPrimitives.ReadInt64LittleEndian(_sound.AsSpan(at)) : 0;

    // FlatBuffers: a table begins with the way back to the list of where its fields stand; what is large is pointed at.
    private int Table(int root) => root + Int32(root);

    private int Pointed(int at) => at + Int32(at);

    private int Field(int table, int number)
    {
        int list = table - Int32(table);
        int place = 4 + 2 * number < UInt16(list) ? UInt16(list + 4 + 2 * number) : 0;
        return place == 0 ? 0 : table + place;
    }

    private int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(_sound.AsSpan(at));

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_sound.AsSpan(at));
}
