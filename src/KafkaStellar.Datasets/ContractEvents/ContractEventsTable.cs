using KafkaStellar.Datasets.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>One row per event; values as XDR and as JSON (SEP-51).</summary>
public sealed class ContractEventsTable : Table<ContractEventRow>
{
    /// <param name="name">The dataset's name: events of contracts and diagnostic events have the same columns.</param>
    public ContractEventsTable(string name)
    {
        Name = name;
        UInt32("ledger_seq", (in row) => row.LedgerSequence);
        Hash("tx_hash", (in row) => row.TransactionHash);
        UInt32("event_index", (in row) => row.Index);
        HashOrNull("contract_id", (in row) => row.Contract);
        BinaryOrNull("topic_0", (in row) => row.TopicOrNone(0));
        BinaryOrNull("topic_1", (in row) => row.TopicOrNone(1));
        BinaryOrNull("topic_2", (in row) => row.TopicOrNone(2));
        BinaryOrNull("topic_3", (in row) => row.TopicOrNone(3));
        Binary("value_xdr", (in row) => row.Value);
        UInt32("event_type", (in row) => row.Type);
        Boolean("in_successful_contract_call", (in row) => row.InSuccessfulContractCall);
        Timestamp("created_at", (in row) => row.ClosedAtMicroseconds);
        UInt32("tx_index", (in row) => row.TransactionIndex);
        UInt32OrNull("op_index", (in row) => row.OperationIndex);
        Utf8("stage", (in row) => row.Stage);
        TextOrNull("contract_address", StrKey.MaxLength, (in row, utf8) => row.Contract.IsEmpty ? -1 : StrKey.Encode(StrKeyKind.Contract, row.Contract, utf8));
        BinaryList("topics", (in row, list) =>
        {
            for (int i = 0; i < row.TopicCount; i++) list.Append(row.Topic(i));
        });
        Json("topics_json", (in row, json) =>
        {
            json.WriteStartArray();
            for (int i = 0; i < row.TopicCount; i++) ScValJson.Write(row.Topic(i), json);
            json.WriteEndArray();
        });
        Json("value_json", (in row, json) => ScValJson.Write(row.Value, json));
        Text("id", EventId.MaxLength, (in row, utf8) => row.WriteId(utf8));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Version => "1.0.0";
}
