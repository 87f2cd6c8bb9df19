using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Lumens, or an asset that an account issues.</summary>
internal sealed class SimulatedAsset
{
    private SimulatedAsset(byte[] networkId, int index, SimulatedAccount? issuer, byte[] xdr, string name)
    {
        Index = index;
        Issuer = issuer;
        Xdr = xdr;
        Name = Encoding.ASCII.GetBytes(name);
        ContractId = ContractIdOf(networkId, xdr);
    }

    /// <summary>Which trustline of an account holds it; -1 for lumens.</summary>
    public int Index { get; }

    /// <summary>Who issues it; null for lumens.</summary>
    public SimulatedAccount? Issuer { get; }

    /// <summary>The Asset's XDR, which is also the TrustLineAsset's and the ChangeTrustAsset's.</summary>
    public byte[] Xdr { get; }

    /// <summary><c>native</c> or <c>CODE:ISSUER</c>: what the asset's contract calls it in its events (CAP-46-6).</summary>
    public byte[] Name { get; }

    /// <summary>The id of its Stellar Asset Contract, 32 bytes.</summary>
    public byte[] ContractId { get; }

    /// <summary>Lumens.</summary>
    public static SimulatedAsset Native(byte[] networkId) =>
        new(networkId, -1, null, new XdrWriter().Int32((int)AssetType.Native).Written.ToArray(), "native");

    /// <summary>An issued asset; a code of at most four letters is an alphanum4.</summary>
    public static SimulatedAsset Issued(byte[] networkId, int index, string code, SimulatedAccount issuer)
    {
        bool isShort = code.Length <= 4;
        Span<byte> padded = stackalloc byte[isShort ? 4 : 12];
        padded.Clear();
        Encoding.ASCII.GetBytes(code, padded);
        var xdr = new XdrWriter()
            .Int32((int)(isShort ? AssetType.CreditAlphanum4 : AssetType.CreditAlphanum12))
            .Opaque(padded)
            .AccountId(issuer.Key);
        return new SimulatedAsset(networkId, index, issuer, xdr.Written.ToArray(), $"{code}:{StrKey.ToText(StrKeyKind.Account, issuer.Key)}");
    }

    // SHA-256 of the HashIDPreimage for a contract made from an asset (CAP-46-2).
    private static byte[] ContractIdOf(byte[] networkId, byte[] asset) => SHA256.HashData(new XdrWriter()
        .Int32((int)EnvelopeType.ContractId)
        .Opaque(networkId)
        .Int32((int)ContractIDPreimageType.Asset)
        .Xdr(asset)
        .Written);
}
