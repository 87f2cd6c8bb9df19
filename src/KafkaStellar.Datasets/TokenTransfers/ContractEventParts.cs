using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Where the parts of one ContractEvent stand: as many topics as a token transfer can have are kept.</summary>
internal readonly ref struct ContractEventParts
{
    private const int Kept = 4;

    private readonly ReadOnlySpan<byte> _xdr;
    private readonly int _topic0;
    private readonly int _topic1;
    private readonly int _topic2;
    private readonly int _topic3;
    private readonly int _value;

    private ContractEventParts(scoped ref XdrReader reader, ReadOnlySpan<byte> xdr)
    {
        _xdr = xdr;
        reader.Advance(sizeof(int)); // the extension point
        if (reader.ReadBool()) Contract = reader.ReadOpaque(32);
        Type = (ContractEventType)reader.ReadInt32();
        reader.Advance(sizeof(int)); // the body's version, always 0
        TopicCount = reader.ReadInt32();
        for (int i = 0; i < TopicCount; i++)
        {
            switch (i)
            {
                case 0: _topic0 = reader.Position; break;
                case 1: _topic1 = reader.Position; break;
                case 2: _topic2 = reader.Position; break;
                case 3: _topic3 = reader.Position; break;
            }

            SCVal.Skip(ref reader);
        }

        _value = reader.Position;
        SCVal.Skip(ref reader);
    }

    /// <summary>Who gave it: a contract, the system, or diagnostics.</summary>
    public ContractEventType Type { get; }

    /// <summary>The contract's id; empty where it names none.</summary>
    public ReadOnlySpan<byte> Contract { get; }

    /// <summary>How many topics it has.</summary>
    public int TopicCount { get; }

    /// <summary>The SCVal that is its data, and what follows the event.</summary>
    public ReadOnlySpan<byte> Value => _xdr[_value..];

    /// <summary>Reads a ContractEvent that was checked before.</summary>
    /// <param name="reader">Stands at the event.</param>
    /// <param name="xdr">The bytes that the reader reads.</param>
    public static ContractEventParts Read(scoped ref XdrReader reader, ReadOnlySpan<byte> xdr) => new(ref reader, xdr);

    /// <summary>The SCVal of one of the first four topics, and what follows it.</summary>
    public ReadOnlySpan<byte> Topic(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Math.Min(TopicCount, Kept));
        return _xdr[(index switch { 0 => _topic0, 1 => _topic1, 2 => _topic2, _ => _topic3 })..];
    }
}
