using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>An asset that a Stellar Asset Contract stands for, as the contract's own instance tells and its id proves.</summary>
/// <remarks>Anyone may write the same into a contract of their own; but a contract's id is a hash over the asset (CAP-46-2), so that only one can be true.</remarks>
public readonly ref struct StellarAsset
{
    private StellarAsset(AssetType type, ReadOnlySpan<byte> code, ReadOnlySpan<byte> issuer)
    {
        IsProved = true;
        Type = type;
        Code = code;
        Issuer = issuer;
    }

    /// <summary>Whether there is one.</summary>
    public bool IsProved { get; }

    /// <summary>What kind of asset.</summary>
    public AssetType Type { get; }

    /// <summary>Its code, without what fills it up; empty for the native asset.</summary>
    public ReadOnlySpan<byte> Code { get; }

    /// <summary>Its issuer's ed25519 key; empty for the native asset.</summary>
    public ReadOnlySpan<byte> Issuer { get; }

    // Storage: the key Vec[Symbol "AssetInfo"], and as value Vec[Symbol "Native"] or
    // Vec[Symbol "AlphaNum4" or "AlphaNum12", Map{Symbol "asset_code": String, Symbol "issuer": Bytes}].
    private static readonly byte[] s_infoKey = Vector(1).Symbol("AssetInfo"u8).Written.ToArray();
    private static readonly byte[] s_native = Vector(1).Symbol("Native"u8).Written.ToArray();
    private static readonly byte[] s_alphaNum4 = Credit("AlphaNum4"u8);
    private static readonly byte[] s_alphaNum12 = Credit("AlphaNum12"u8);
    private static readonly byte[] s_issuer = new XdrWriter().Symbol("issuer"u8).Int32((int)SCValType.Bytes).Int32(32).Written.ToArray();

    /// <summary>The asset of a contract's instance; of no kind where it is not proved.</summary>
    /// <param name="contract">The contract's id, 32 bytes.</param>
    /// <param name="instance">The value under the key of the contract's instance, an SCVal.</param>
    /// <param name="networkId">The network's id: contracts have other ids on another network.</param>
    public static StellarAsset Of(ReadOnlySpan<byte> contract, ReadOnlySpan<byte> instance, ReadOnlySpan<byte> networkId)
    {
        ReadOnlySpan<byte> info = InfoIn(instance);
        if (info.SequenceEqual(s_native)) return IsContractOf([0, 0, 0, (byte)AssetType.Native], contract, networkId) ? new StellarAsset(AssetType.Native, default, default) : default;
        if (!info.StartsWith(s_alphaNum4) && !info.StartsWith(s_alphaNum12)) return default;

        var reader = new XdrReader(info[(info.StartsWith(s_alphaNum4) ? s_alphaNum4 : s_alphaNum12).Length..]);
        ReadOnlySpan<byte> code = reader.ReadVarOpaque(int.MaxValue);
        if (code.Length is 0 or > 12 || !info[^reader.Remaining..].StartsWith(s_issuer) || reader.Remaining != s_issuer.Length + 32) return default;

        AssetType type = code.Length <= 4 ? AssetType.CreditAlphanum4 : AssetType.CreditAlphanum12;
        ReadOnlySpan<byte> issuer = info[^32..];
        return IsContractOf(AssetXdr.Credit(code, issuer), contract, networkId) ? new StellarAsset(type, code.TrimEnd((byte)0), issuer) : default;
    }

    private static bool IsContractOf(ReadOnlySpan<byte> asset, ReadOnlySpan<byte> contract, ReadOnlySpan<byte> networkId)
    {
        Span<byte> expected = stackalloc byte[32];
        AssetXdr.ContractOf(asset, networkId, expected);
        return expected.SequenceEqual(contract);
    }

    private static ReadOnlySpan<byte> InfoIn(ReadOnlySpan<byte> instance)
    {
        var reader = new XdrReader(instance);
        if (SCValTypeXdr.Read(ref reader) != SCValType.ContractInstance) return default;
        ContractExecutable.Skip(ref reader);
        if (!reader.ReadBool()) return default;
        int count = reader.ReadCount(int.MaxValue, 2 * sizeof(int));
        for (int i = 0; i < count; i++)
        {
            int key = reader.Position;
            SCVal.Skip(ref reader);
            bool isInfo = reader.Since(key).SequenceEqual(s_infoKey);
            int value = reader.Position;
            SCVal.Skip(ref reader);
            if (isInfo) return reader.Since(value);
        }

        return default;
    }

    private static byte[] Credit(ReadOnlySpan<byte> kind) => Vector(2).Symbol(kind).Int32((int)SCValType.Map).Bool(true).Int32(2)
        .Symbol("asset_code"u8).Int32((int)SCValType.String).Written.ToArray();

    private static XdrWriter Vector(int count) => new XdrWriter().Int32((int)SCValType.Vec).Bool(true).Int32(count);
}
