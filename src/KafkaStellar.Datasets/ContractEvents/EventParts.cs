using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>Where the parts of one event stand in a ledger, and where the event stands among others.</summary>
/// <param name="Stage">When it happened.</param>
/// <param name="Operation">The operation it happened in, from 1; 0 for none.</param>
/// <param name="Index">Its place in its list: the operation's events, the transaction's own, or its diagnostics.</param>
/// <param name="Id">Its id.</param>
/// <param name="InSuccessfulCall">Whether the contract call it happened in succeeded; only of a diagnostic event is it told.</param>
/// <param name="Contract">The contract's id; of no length where there is no contract.</param>
/// <param name="Type">Its type.</param>
/// <param name="FirstTopic">Its first topic's place among the transaction's topics.</param>
/// <param name="TopicCount">How many topics it has.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct EventParts(
    EventStage Stage, uint Operation, uint Index, EventId Id, bool InSuccessfulCall, Extent Contract, ContractEventType Type, int FirstTopic, int TopicCount, Extent Value);
