using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>An asset with what follows from it on one network: its contract's id (CAP-46-6), and how rows write it.</summary>
internal sealed class AssetContract
{
    private const int IssuerSize = 36;

    /// <summary>An asset of a network.</summary>
    /// <param name="networkId">SHA-256 of the network's passphrase.</param>
    /// <param name="xdr">Exactly one Asset, checked before.</param>
    public AssetContract(ReadOnlySpan<byte> networkId, ReadOnlySpan<byte> xdr)
    {
        Xdr = xdr.ToArray();
        Type = (AssetType)Xdr[3];
        Span<byte> contract = stackalloc byte[32];
        AssetXdr.ContractOf(xdr, networkId, contract);
        Contract = new Hash32(contract);
        ContractText = Text(StrKeyKind.Contract, Contract.Bytes);
        if (IsNative)
        {
            Code = "XLM"u8.ToArray();
            return;
        }

        Issuer = Xdr[^32..];
        IssuerText = Text(StrKeyKind.Account, Issuer);
        Code = Xdr.AsSpan(4, Xdr.Length - 4 - IssuerSize).TrimEnd((byte)0).ToArray();
    }

    /// <summary>The Asset's XDR.</summary>
    public byte[] Xdr { get; }

    public AssetType Type { get; }

    public bool IsNative => Type == AssetType.Native;

    /// <summary>The id of the asset's contract, whether or not it was ever deployed.</summary>
    public Hash32 Contract { get; }

    /// <summary>The same as <c>C…</c>.</summary>
    public byte[] ContractText { get; }

    /// <summary>The code without the zeros behind it, any bytes; <c>XLM</c> for the native asset.</summary>
    public byte[] Code { get; }

    /// <summary>The issuer's ed25519 key; of no bytes for the native asset.</summary>
    public byte[] Issuer { get; } = [];

    /// <summary>The same as <c>G…</c>.</summary>
    public byte[] IssuerText { get; } = [];

    /// <summary>Whether a holder is the asset's issuer.</summary>
    public bool IsIssuedBy(in Holder holder) => !IsNative && holder.IsAccount && holder.Key.SequenceEqual(Issuer);

    private static byte[] Text(StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        var ascii = new byte[StrKey.LengthOf(payload.Length)];
        StrKey.Encode(kind, payload, ascii);
        return ascii;
    }
}
