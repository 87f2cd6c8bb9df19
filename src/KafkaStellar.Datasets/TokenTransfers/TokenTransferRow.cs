using System.Globalization;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What one row of <c>token_transfers</c> is made of.</summary>
internal readonly ref struct TokenTransferRow
{
    private readonly LedgerTransfers _transfers;

    /// <summary>The event at a place in its ledger's order.</summary>
    /// <param name="transfers">The ledger's events.</param>
    /// <param name="index">The place, from 0.</param>
    /// <param name="texts">What writes addresses.</param>
    public TokenTransferRow(LedgerTransfers transfers, int index, StrKeyTexts texts)
    {
        _transfers = transfers;
        Index = (uint)index;
        Texts = texts;
        Event = ref transfers[index];
        Transaction = ref transfers.TransactionOf(in Event);
    }

    /// <summary>The event's place in its ledger's order, from 0.</summary>
    public uint Index { get; }

    public StrKeyTexts Texts { get; }

    public readonly ref readonly TransferEvent Event;

    public readonly ref readonly TransferTransaction Transaction;

    public uint LedgerSequence => _transfers.Sequence;

    public long ClosedAtMicroseconds => _transfers.ClosedAtMicroseconds;

    /// <summary>The transaction's memo as text.</summary>
    public OptionalBytes Memo => Transaction.Memo is { } memo ? OptionalBytes.Of(_transfers.Text(memo)) : OptionalBytes.None;

    public OptionalBytes AssetCode => Event.Asset is { } asset ? OptionalBytes.Of(asset.Code) : OptionalBytes.None;

    public OptionalBytes AssetIssuer => Event.Asset is { IsNative: false } asset ? OptionalBytes.Of(asset.IssuerText) : OptionalBytes.None;

    public OptionalBytes AssetType => Event.Asset is { } asset
        ? OptionalBytes.Of(asset.Type switch
        {
            Xdr.AssetType.Native => "native"u8,
            Xdr.AssetType.CreditAlphanum4 => "credit_alphanum4"u8,
            Xdr.AssetType.CreditAlphanum12 => "credit_alphanum12"u8,
            _ => throw new InvalidOperationException($"Asset has no arm for {asset.Type}."),
        })
        : OptionalBytes.None;

    public OptionalBytes MuxedType => Event.Muxed switch
    {
        TokenTransfers.MuxedType.Text => OptionalBytes.Of("text"u8),
        TokenTransfers.MuxedType.Id => OptionalBytes.Of("id"u8),
        TokenTransfers.MuxedType.Hash => OptionalBytes.Of("hash"u8),
        _ => OptionalBytes.None,
    };

    public OptionalBytes Muxed => Event.Muxed == TokenTransfers.MuxedType.None ? OptionalBytes.None : OptionalBytes.Of(_transfers.Text(Event.MuxedText));

    /// <summary>The amount, where 38 digits hold it.</summary>
    public Int128? Decimal => Int128.Abs(Int128.Max(Event.Amount, Int128.MinValue + 1)) < TenTo38 ? Event.Amount : null;

    private static Int128 TenTo38 { get; } = (Int128)10_000_000_000_000_000_000 * 10_000_000_000_000_000_000;

    /// <summary>Writes the contract as <c>C…</c>.</summary>
    public int WriteContract(Span<byte> utf8)
    {
        if (Event.Asset is not { } asset) return Texts.Encode(StrKeyKind.Contract, Event.Contract.Bytes, utf8);
        asset.ContractText.CopyTo(utf8);
        return asset.ContractText.Length;
    }

    /// <summary>Writes the amount, exactly.</summary>
    public int WriteAmount(Span<byte> utf8)
    {
        int written;
        if (Event.Amount >= long.MinValue && Event.Amount <= long.MaxValue) ((long)Event.Amount).TryFormat(utf8, out written, default, CultureInfo.InvariantCulture);
        else Event.Amount.TryFormat(utf8, out written, default, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes the event's id: its TOID, and its place under that TOID.</summary>
    public int WriteId(Span<byte> utf8) => EventIdText.Write(Event.IdMajor, Event.IdMinor, utf8);
}
