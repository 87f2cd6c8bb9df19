using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>Which operations a selection lets pass; each part of it narrows what the others left.</summary>
internal sealed class OperationFilter(Selection selection, ContractIds contracts)
{
    /// <summary>Whether operations of this transaction can pass at all.</summary>
    public bool Passes(in LedgerTransaction transaction) => !selection.SuccessfulOnly || transaction.IsSuccessful;

    /// <summary>Whether an operation passes.</summary>
    /// <param name="body">What it asks for.</param>
    /// <param name="source">The key of who it is done for.</param>
    public bool Passes(OperationBody body, ReadOnlySpan<byte> source) =>
        (selection.OperationTypes.Count == 0 || selection.OperationTypes.Contains(body.Type))
        && (selection.Accounts.IsEmpty || selection.Accounts.Contains(source) || NamedAccounts.AnyOf(body, selection.Accounts))
        && (selection.Assets.IsEmpty || NamedAssets.AnyOf(body, source, selection.Assets))
        && (selection.Contracts.IsEmpty || IsOfContract(body));

    private bool IsOfContract(OperationBody body)
    {
        if (body.Type != OperationType.InvokeHostFunction) return false;
        HostFunction function = body.InvokeHostFunctionOp.HostFunction;
        return function.Type switch
        {
            HostFunctionType.InvokeContract => IsSelected(function.InvokeContract.ContractAddress),
            HostFunctionType.CreateContract => IsSelected(function.CreateContract.ContractIDPreimage),
            HostFunctionType.CreateContractV2 => IsSelected(function.CreateContractV2.ContractIDPreimage),
            _ => false,
        };
    }

    private bool IsSelected(SCAddress address) => selection.Contracts.Contains(AddressKey.ContractOf(address));

    private bool IsSelected(ContractIDPreimage preimage)
    {
        Span<byte> id = stackalloc byte[32];
        contracts.Hash(preimage, id);
        return selection.Contracts.Contains(id);
    }
}
