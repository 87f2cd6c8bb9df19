using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>When an event happened: one of a transaction's own stages (CAP-67), in an operation, or it is a diagnostic of the host.</summary>
internal enum EventStage : byte
{
    BeforeAllTransactions = TransactionEventStage.BeforeAllTxs,
    AfterTransaction = TransactionEventStage.AfterTx,
    AfterAllTransactions = TransactionEventStage.AfterAllTxs,
    Operation,
    Diagnostic,
}

/// <summary>Names the stages.</summary>
internal static class EventStageText
{
    /// <summary>The XDR name in lower case, <c>operation</c> or <c>diagnostic</c>, as UTF-8.</summary>
    public static ReadOnlySpan<byte> Name(this EventStage stage) => stage switch
    {
        EventStage.Operation => "operation"u8,
        EventStage.Diagnostic => "diagnostic"u8,
        _ => ((TransactionEventStage)stage).XdrName(),
    };
}
