namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Which token transfers are wanted: those that pass every part of a selection that is not empty.</summary>
internal sealed class TransferFilter
{
    private readonly Selection _selection;
    private readonly bool[] _types = new bool[(int)TransferType.Fee + 1];
    private readonly bool _all;

    /// <summary>Wants what a selection names.</summary>
    /// <exception cref="ArgumentException">A type of event that there is not.</exception>
    public TransferFilter(Selection selection)
    {
        _selection = selection;
        string[] known = [.. Enum.GetValues<TransferType>().Select(type => type.Text())];
        foreach (string name in selection.EventTypes)
        {
            int type = Array.IndexOf(known, name);
            if (type < 0) throw new ArgumentException($"There is no token transfer of type {name}. There are: {string.Join(", ", known)}.", nameof(selection));
            _types[type] = true;
        }

        if (selection.EventTypes.Count == 0) Array.Fill(_types, true);
        _all = selection.EventTypes.Count == 0 && selection.Contracts.IsEmpty && selection.Accounts.IsEmpty && selection.Assets.IsEmpty;
    }

    /// <summary>The parts of a selection that it knows.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [nameof(Selection.Contracts), nameof(Selection.EventTypes), nameof(Selection.Accounts), nameof(Selection.Assets), nameof(Selection.Unified), nameof(Selection.Profile)];

    /// <summary>Whether an event is wanted.</summary>
    public bool Passes(in TransferEvent transfer) => _all
        || (_types[(int)transfer.Type]
            && _selection.Contracts.Passes(transfer.Contract.Bytes)
            && (_selection.Assets.IsEmpty || (transfer.Asset is { } asset && _selection.Assets.Contains(asset.Xdr)))
            && (_selection.Accounts.IsEmpty || IsNamed(in transfer.From) || IsNamed(in transfer.To)));

    // A muxed account is the account under it, and a muxed contract the contract.
    private bool IsNamed(in Holder holder) => (holder.IsAccount || holder.IsContract) && _selection.Accounts.Contains(holder.Key);
}
