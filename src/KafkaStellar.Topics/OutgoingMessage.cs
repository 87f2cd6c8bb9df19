using System.Buffers.Binary;

namespace KafkaStellar.Topics;

/// <summary>A message that is ready to be sent: everything Kafka keeps of it.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The topic it goes to.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition it goes to: the one that its input came from.</summary>
    public required int Partition { get; init; }

    /// <summary>
    /// The first ledger's sequence, 4 bytes big-endian, so that the order of bytes is the order of ledgers. See <see cref="KeyOf"/>.
    /// </summary>
    public required byte[]? Key { get; init; }

    /// <summary>When the last ledger of the message closed.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What the message says of itself.</summary>
    public required MessageHeaders Headers { get; init; }

    /// <summary>One Arrow IPC stream. Not to be changed any more.</summary>
    public required byte[] Value { get; init; }

    /// <summary>The key of a message whose first ledger this is.</summary>
    public static byte[] KeyOf(uint ledger)
    {
        byte[] key = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(key, ledger);
        return key;
    }
}
