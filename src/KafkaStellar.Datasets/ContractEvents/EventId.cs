namespace KafkaStellar.Datasets.ContractEvents;

/// <summary>The id that Stellar RPC gives an event: its total order id (SEP-35) in 19 digits, a dash, and its place there in 10.</summary>
/// <remarks>
/// The total order id is ledger, transaction and operation in 32, 20 and 12 bits. An operation's events stand at the transaction, from 1,
/// and the operation, from 0, and are counted there. A transaction's own events stand at transaction 0 (before all transactions) or the
/// last there can be (after all), counted over the ledger, or at the transaction itself and the last operation there can be (after it).
/// RPC gives diagnostic events no id: theirs stands at the transaction and operation 0, and says so at its end.
/// </remarks>
/// <param name="Order">The total order id.</param>
/// <param name="Index">The event's place there.</param>
internal readonly record struct EventId(ulong Order, uint Index)
{
    /// <summary>The most characters an id has, the suffix of a diagnostic event's among them.</summary>
    public const int MaxLength = EventIdText.MaxLength + 11;

    private const uint LastTransaction = (1 << 20) - 1;
    private const uint LastOperation = (1 << 12) - 1;

    public static EventId BeforeAllTransactions(uint ledger, uint index) => At(ledger, 0, 0, index);

    public static EventId AfterAllTransactions(uint ledger, uint index) => At(ledger, LastTransaction, 0, index);

    public static EventId AfterTransaction(uint ledger, uint transaction, uint index) => At(ledger, transaction, LastOperation, index);

    public static EventId InOperation(uint ledger, uint transaction, uint operation, uint index) => At(ledger, transaction, operation, index);

    /// <summary>Writes the text as ASCII and gives its length.</summary>
    public int Write(Span<byte> ascii, EventStage stage)
    {
        int written = EventIdText.Write(Order, Index, ascii);
        if (stage != EventStage.Diagnostic) return written;

        "-diagnostic"u8.CopyTo(ascii[written..]);
        return written + "-diagnostic"u8.Length;
    }

    private static EventId At(uint ledger, uint transaction, uint operation, uint index) =>
        new((ulong)ledger << 32 | (transaction & LastTransaction) << 12 | operation & LastOperation, index);
}
