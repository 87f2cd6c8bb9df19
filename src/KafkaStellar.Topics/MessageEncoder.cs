using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;

namespace KafkaStellar.Topics;

/// <summary>
/// Turns the rows of whole ledgers into messages of one topic. The same rows always give the same messages: where they must be split, they
/// are cut into parts of as many rows as fit, found by halving.
/// </summary>
public sealed class MessageEncoder
{
    private readonly string _code;
    private readonly string? _selection;
    private readonly Schema _schema;

    /// <param name="contract">The topic's contract.</param>
    /// <param name="network">The network's label.</param>
    /// <param name="schema">The rows' schema, which must be the contract's; its metadata is replaced by the messages' identity.</param>
    /// <param name="code">The program with its version, for the header <c>code</c>.</param>
    /// <param name="selection">What narrowed the rows, in one line; empty where they are all that there are.</param>
    /// <exception cref="ContractException">The schema is not what the contract promises.</exception>
    public MessageEncoder(TopicContract contract, string network, Schema schema, string code, string selection = "")
    {
        contract.Verify(schema);
        (Contract, Network, _code) = (contract, network, code);
        Topic = contract.TopicOn(network);
        _schema = schema.WithMetadata(
        [
            new("dataset", contract.Dataset),
            new("schema-version", contract.Version.ToString()),
            new("network", network),
            .. selection.Length == 0 ? [] : new[] { KeyValuePair.Create("selection", selection) },
        ]);
        _selection = MessageHeaders.SelectionOf(selection);
    }

    /// <summary>The topic's contract.</summary>
    public TopicContract Contract { get; }

    /// <summary>The network's label.</summary>
    public string Network { get; }

    /// <summary>The topic's full name.</summary>
    public string Topic { get; }

    /// <summary>The rows of whole ledgers as one message, or as several parts where one would be too large.</summary>
    /// <param name="rows">The rows, in ledger order; none is a message too: it says that the ledgers have none. Not disposed.</param>
    /// <param name="ledgers">The ledgers, whether they have rows or not.</param>
    /// <param name="closedAt">When the last of them closed.</param>
    /// <param name="source">The message they were extracted from; the output goes to its partition. None for a source's own.</param>
    /// <param name="traceParent">The trace they belong to (W3C).</param>
    /// <exception cref="TopicsException">One row alone is too large.</exception>
    public IReadOnlyList<OutgoingMessage> Encode(
        RecordBatch rows, LedgerSpan ledgers, DateTimeOffset closedAt, Position? source = null, string? traceParent = null)
    {
        using RecordBatch identified = rows.WithSchema(_schema);
        List<(byte[] Value, int Rows)> parts = [];
        Split(identified, ledgers, parts);
        if (parts.Count > MessagePart.MaxCount)
            throw new TopicsException($"{Topic}: ledgers {ledgers} would need {parts.Count} messages; at most {MessagePart.MaxCount} are allowed.");
        int partition = source?.Partition ?? Contract.PartitionOf(ledgers.First);
        return
        [
            .. parts.Select((part, index) => new OutgoingMessage
            {
                Topic = Topic,
                Partition = partition,
                Key = OutgoingMessage.KeyOf(ledgers.First),
                Timestamp = closedAt,
                Value = part.Value,
                Headers = new()
                {
                    Dataset = Contract.Dataset,
                    SchemaVersion = Contract.Version.ToString(),
                    Network = Network,
                    Ledgers = ledgers,
                    Rows = part.Rows,
                    Source = source,
                    Selection = _selection,
                    Code = _code,
                    TraceParent = traceParent,
                    Checksum = Crc32C.Compute(part.Value),
                    Part = parts.Count == 1 ? null : new(index + 1, parts.Count),
                },
            }),
        ];
    }

    private void Split(RecordBatch rows, LedgerSpan ledgers, List<(byte[] Value, int Rows)> parts)
    {
        long length = ArrowIpc.SerializedLength(rows);   // before any row is copied
        if (length <= Contract.MaxValueBytes)
        {
            parts.Add((ArrowIpc.Serialize(rows), rows.Length));
            return;
        }
        if (rows.Length <= 1)
        {
            throw new TopicsException(
                $"{Topic}: a single row of ledgers {ledgers} takes {length} bytes; a message may hold {Contract.MaxValueBytes}. "
                + "Raise max-message-bytes in the contract and on the topic.");
        }
        int half = rows.Length / 2;
        using (RecordBatch first = rows.Slice(0, half))
            Split(first, ledgers, parts);
        using RecordBatch second = rows.Slice(half, rows.Length - half);
        Split(second, ledgers, parts);
    }
}
