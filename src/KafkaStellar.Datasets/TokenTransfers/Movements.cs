using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Makes an event of an asset that went from one holder to another: a mint out of its issuer's hand, a burn into it, else a transfer.</summary>
internal sealed class Movements(TransferBuffer buffer)
{
    /// <summary>Adds a movement whose receiver is told apart by nothing.</summary>
    public void Add(AssetContract asset, in Holder from, in Holder to, Int128 amount) => AddEvent(asset, in from, in to, amount);

    /// <summary>Adds a movement whose receiver may be told apart: by its muxed id, else by the transaction's memo.</summary>
    public void Add(AssetContract asset, in Holder from, in Holder to, Int128 amount, Memo memo)
    {
        ref TransferEvent added = ref AddEvent(asset, in from, in to, amount);
        if (added.Type != TransferType.Burn) Tell(ref added, in to, memo.Type);
    }

    private ref TransferEvent AddEvent(AssetContract asset, in Holder from, in Holder to, Int128 amount)
    {
        bool isMint = asset.IsIssuedBy(in from);
        bool isBurn = asset.IsIssuedBy(in to);
        if (isMint && isBurn) isMint = isBurn = false; // an issuer that pays itself: nothing comes and nothing goes
        ref TransferEvent added = ref buffer.AddEvent(isMint ? TransferType.Mint : isBurn ? TransferType.Burn : TransferType.Transfer, asset, amount);
        if (!isMint) added.From = from.Reduced;
        if (!isBurn) added.To = to.Reduced;
        return ref added;
    }

    private void Tell(ref TransferEvent added, in Holder to, MemoType memo)
    {
        if (!to.IsAccount) return;
        bool isMuxed = to.Kind == StrKeyKind.MuxedAccount;
        if (!isMuxed && memo == MemoType.None) return;
        added.Muxed = isMuxed || memo == MemoType.Id ? MuxedType.Id : memo == MemoType.Text ? MuxedType.Text : MuxedType.Hash;
        added.MuxedText = isMuxed ? buffer.KeepNumber(to.MuxedId) : buffer.Transactions[added.Transaction].Memo!.Value;
    }
}
