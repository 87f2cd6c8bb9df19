using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>A message as it was read, before anything in it is believed.</summary>
public sealed class TopicMessage
{
    /// <summary>A message of these parts.</summary>
    public TopicMessage(Position position, byte[]? key, DateTimeOffset timestamp, IReadOnlyList<KeyValuePair<string, byte[]?>> headers, byte[]? value)
    {
        (Position, Key, Timestamp, Headers, Bytes) = (position, key, timestamp, headers, value);
    }

    internal TopicMessage(Position position, Kafka.Message<byte[]?, byte[]?> message)
        : this(position, message.Key, Time(message.Timestamp), ReadHeaders(message.Headers), message.Value)
    {
    }

    /// <summary>Where it stands.</summary>
    public Position Position { get; }

    /// <summary>Its key as it came.</summary>
    public byte[]? Key { get; }

    /// <summary>Its timestamp: the close time of its last ledger.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Its headers as they came.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; }

    /// <summary>Its value's bytes; none where it has no value.</summary>
    public ReadOnlyMemory<byte> Value => Bytes;

    internal byte[]? Bytes { get; }

    /// <summary>What the message says of itself.</summary>
    /// <exception cref="BadMessageException">A header is missing or malformed.</exception>
    public MessageHeaders Identity()
    {
        try
        {
            return MessageHeaders.Parse(Headers);
        }
        catch (FormatException e)
        {
            throw new BadMessageException(Position, e.Message, e);
        }
    }

    /// <summary>The ledgers that it says it holds, of a dataset on a network; null where it says so of neither: then it is none of ours.</summary>
    public LedgerSpan? LedgersOf(string dataset, string network)
    {
        try
        {
            MessageHeaders identity = MessageHeaders.Parse(Headers);
            return identity.Dataset == dataset && identity.Network == network ? identity.Ledgers : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// The rows, after everything that can be checked is: size, checksum, structure, columns, number of rows. Dispose them.
    /// </summary>
    /// <param name="contract">What the topic promises. Rows of an older or newer minor version are given as they are, with fewer or more
    /// columns at the end.</param>
    /// <param name="network">The network that they must be of.</param>
    /// <exception cref="BadMessageException">Something of it is not so; the message says where and why.</exception>
    public RecordBatch Decode(TopicContract contract, string network)
    {
        MessageHeaders identity = Identity();
        if (identity.Dataset != contract.Dataset) throw Bad($"it is of the dataset {identity.Dataset}, not {contract.Dataset}.");
        if (identity.Network != network) throw Bad($"it is of the network {identity.Network}, not {network}.");
        if (!ContractVersion.TryParse(identity.SchemaVersion, out ContractVersion? version) || version!.Major != contract.Version.Major)
            throw Bad($"its schema version is {identity.SchemaVersion}; this topic's is {contract.Version}.");
        RecordBatch rows = Decode(identity, contract.MaxMessageBytes);
        if (contract.WhyUnreadable(rows.Schema) is not { } difference) return rows;
        rows.Dispose();
        throw Bad($"it does not have the columns of {contract.FileName}: {difference}");
    }

    /// <summary>The rows, whatever their columns are, for whoever looks into a topic of no known contract. Dispose them.</summary>
    /// <param name="maxBytes">The largest value that is looked at.</param>
    /// <exception cref="BadMessageException">The message cannot be read.</exception>
    public RecordBatch Decode(int maxBytes) => Decode(Identity(), maxBytes);

    private RecordBatch Decode(MessageHeaders identity, int maxBytes)
    {
        byte[] value = Bytes ?? throw Bad("it has no value.");
        if (value.Length > maxBytes) throw Bad($"its value has {value.Length} bytes; at most {maxBytes} are allowed.");
        uint checksum = Crc32C.Compute(value);
        if (checksum != identity.Checksum)
            throw Bad($"its value has the CRC-32C {checksum:x8}, but its header says {identity.Checksum:x8}: it was damaged on its way.");
        RecordBatch rows = Deserialize(value);
        if (rows.Length == identity.Rows) return rows;
        int found = rows.Length;
        rows.Dispose();
        throw Bad($"it has {found} rows, but its header says {identity.Rows}.");
    }

    private RecordBatch Deserialize(byte[] value)
    {
        try
        {
            return ArrowIpc.Deserialize(value);
        }
        catch (Exception e) when (e is not OutOfMemoryException)   // whatever hostile bytes provoke, they are a bad message
        {
            throw new BadMessageException(Position, $"its value is not a sound Arrow stream: {e.Message}", e);
        }
    }

    private BadMessageException Bad(string reason) => new(Position, reason);

    private static DateTimeOffset Time(Kafka.Timestamp timestamp) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            timestamp.UnixTimestampMs, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static List<KeyValuePair<string, byte[]?>> ReadHeaders(Kafka.Headers? headers) =>
        headers is null ? [] : [.. headers.Select(header => KeyValuePair.Create<string, byte[]?>(header.Key, header.GetValueBytes()))];
}
