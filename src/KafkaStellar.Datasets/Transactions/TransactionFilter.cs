using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Transactions;

/// <summary>Which transactions a selection lets pass; each part of it narrows what the others left.</summary>
internal sealed class TransactionFilter(Selection selection)
{
    private readonly bool _looksAtOperations = !selection.Accounts.IsEmpty || selection.OperationTypes.Count > 0;

    /// <summary>Whether a transaction passes.</summary>
    public bool Passes(in LedgerTransaction transaction)
    {
        if (selection.SuccessfulOnly && !transaction.IsSuccessful) return false;
        return !_looksAtOperations || PassesByOperations(transaction.Body);
    }

    // An account may be the source, pay the fee, or be the source of any operation; a type may be that of any operation.
    private bool PassesByOperations(TransactionBody body)
    {
        bool isOfAccount = selection.Accounts.Passes(body.SourceAccount) || IsSelected(body.FeeSource);
        bool isOfType = selection.OperationTypes.Count == 0;
        foreach (Operation operation in body.Operations)
        {
            if (isOfAccount && isOfType) break;
            isOfAccount = isOfAccount || (operation.SourceAccount.HasValue && IsSelected(operation.SourceAccount.Value));
            isOfType = isOfType || selection.OperationTypes.Contains(operation.Body.Type);
        }

        return isOfAccount && isOfType;
    }

    // A V0 envelope has no fee source of its own: there it is of no kind.
    private bool IsSelected(MuxedAccount account) => !account.Xdr.IsEmpty && selection.Accounts.Contains(TransactionBody.Ed25519Of(account));
}
