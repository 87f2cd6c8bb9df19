using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes what came of a transaction: a method a wire type, each in wire order.</summary>
internal static class ResultXdr
{
    public static XdrWriter TransactionResultPair(this XdrWriter xdr, SimulatedTransaction transaction, List<OperationOutcome> outcomes)
    {
        TransactionResultCode code = CodeOf(transaction, outcomes);
        xdr.Opaque(transaction.Hash).Int64(transaction.FeeCharged);
        if (transaction.FeeSource is null) return xdr.TransactionResultResult(code, transaction, outcomes).Int32(0); // ext

        bool succeeded = code == TransactionResultCode.Success;
        return xdr
            .Int32((int)(succeeded ? TransactionResultCode.FeeBumpInnerSuccess : TransactionResultCode.FeeBumpInnerFailed))
            .Opaque(transaction.InnerHash)
            .Int64(0) // the inner transaction is charged nothing
            .TransactionResultResult(code, transaction, outcomes)
            .Int32(0) // the inner result's ext
            .Int32(0); // ext
    }

    private static TransactionResultCode CodeOf(SimulatedTransaction transaction, List<OperationOutcome> outcomes)
    {
        if (!transaction.IsAuthorized) return TransactionResultCode.BadAuth;
        return outcomes.TrueForAll(outcome => outcome.IsSuccess) ? TransactionResultCode.Success : TransactionResultCode.Failed;
    }

    private static XdrWriter TransactionResultResult(
        this XdrWriter xdr, TransactionResultCode code, SimulatedTransaction transaction, List<OperationOutcome> outcomes)
    {
        xdr.Int32((int)code);
        if (code == TransactionResultCode.BadAuth) return xdr;
        xdr.UInt32((uint)outcomes.Count);
        for (int i = 0; i < outcomes.Count; i++) xdr.OperationResult(transaction.Operations[i], outcomes[i]);
        return xdr;
    }

    private static XdrWriter OperationResult(this XdrWriter xdr, SimulatedOperation operation, OperationOutcome outcome)
    {
        xdr.Int32((int)outcome.Code);
        return outcome.Code == OperationResultCode.Inner ? xdr.OperationResultTr(operation, outcome) : xdr;
    }

    private static XdrWriter OperationResultTr(this XdrWriter xdr, SimulatedOperation operation, OperationOutcome outcome) => operation switch
    {
        PaymentOperation => xdr.Int32((int)OperationType.Payment).Int32(outcome.Inner),
        CreateAccountOperation => xdr.Int32((int)OperationType.CreateAccount).Int32(outcome.Inner),
        ChangeTrustOperation => xdr.Int32((int)OperationType.ChangeTrust).Int32(outcome.Inner),
        AccountMergeOperation => xdr.Int32((int)OperationType.AccountMerge).AccountMergeResult(outcome),
        _ => throw new InvalidOperationException($"{operation.GetType().Name} has no wire form."),
    };

    private static XdrWriter AccountMergeResult(this XdrWriter xdr, OperationOutcome outcome)
    {
        xdr.Int32(outcome.Inner);
        return outcome.IsSuccess ? xdr.Int64(outcome.MergedBalance) : xdr;
    }
}
