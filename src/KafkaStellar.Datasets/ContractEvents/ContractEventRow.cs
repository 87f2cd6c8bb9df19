namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>What one row of <c>contract_events</c> is made of.</summary>
public readonly ref struct ContractEventRow
{
    private readonly ReadOnlySpan<byte> _ledger;
    private readonly EventParts _parts;
    private readonly ReadOnlySpan<Extent> _topics;

    internal ContractEventRow(ReadOnlySpan<byte> ledger, EventParts parts, ReadOnlySpan<Extent> topics)
    {
        _ledger = ledger;
        _parts = parts;
        _topics = topics.Slice(parts.FirstTopic, parts.TopicCount);
    }

    /// <summary>The ledger's sequence.</summary>
    public required uint LedgerSequence { get; init; }

    /// <summary>When the ledger closed, in microseconds since 1970 UTC.</summary>
    public required long ClosedAtMicroseconds { get; init; }

    /// <summary>The transaction's hash, 32 bytes.</summary>
    public required ReadOnlySpan<byte> TransactionHash { get; init; }

    /// <summary>The transaction's place in the order of application, from 1.</summary>
    public required uint TransactionIndex { get; init; }

    /// <summary>The operation's place in the transaction, from 1; null for an event of the transaction itself and for a diagnostic one.</summary>
    public uint? OperationIndex => _parts.Operation == 0 ? null : _parts.Operation;

    /// <summary>The event's place in its list, from 0: among the operation's events, the transaction's own, or its diagnostic ones.</summary>
    public uint Index => _parts.Index;

    /// <summary>The stage's name, as UTF-8.</summary>
    public ReadOnlySpan<byte> Stage => _parts.Stage.Name();

    /// <summary>The ContractEventType: 0 system, 1 contract, 2 diagnostic.</summary>
    public uint Type => (uint)_parts.Type;

    /// <summary>Whether the contract call succeeded. Only diagnostic events tell; others are true, as Stellar's own tools have them.</summary>
    public bool InSuccessfulContractCall => _parts.InSuccessfulCall;

    /// <summary>The contract's id, 32 bytes; empty where no contract emitted the event.</summary>
    public ReadOnlySpan<byte> Contract => _parts.Contract.Of(_ledger);

    /// <summary>The value's XDR, one SCVal.</summary>
    public ReadOnlySpan<byte> Value => _parts.Value.Of(_ledger);

    /// <summary>How many topics there are.</summary>
    public int TopicCount => _topics.Length;

    /// <summary>A topic's XDR, one SCVal.</summary>
    public ReadOnlySpan<byte> Topic(int index) => _topics[index].Of(_ledger);

    /// <summary>A topic's XDR, or nothing where there are fewer topics.</summary>
    public OptionalBytes TopicOrNone(int index) => index < TopicCount ? OptionalBytes.Of(Topic(index)) : OptionalBytes.None;

    internal int WriteId(Span<byte> ascii) => _parts.Id.Write(ascii, _parts.Stage);
}
