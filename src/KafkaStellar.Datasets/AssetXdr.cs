using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>Assets as their XDR, and the ids of the contracts that stand for them.</summary>
internal static class AssetXdr
{
    private const int ShortCode = 4;
    private const int LongCode = 12;
    private const int HashSize = 32;

    // A code of 12, the issuer's key type and key, behind the asset's type.
    private const int MaxLength = sizeof(int) + LongCode + sizeof(int) + HashSize;

    /// <summary>An issued asset.</summary>
    /// <param name="code">Its code, up to 12 bytes; up to 4 make it an alphanum4.</param>
    /// <param name="issuer">Its issuer's ed25519 key.</param>
    public static byte[] Credit(ReadOnlySpan<byte> code, ReadOnlySpan<byte> issuer)
    {
        bool isShort = code.Length <= ShortCode;
        byte[] asset = new byte[MaxLength - (isShort ? LongCode - ShortCode : 0)];
        BinaryPrimitives.WriteInt32BigEndian(asset, (int)(isShort ? AssetType.CreditAlphanum4 : AssetType.CreditAlphanum12));
        code.CopyTo(asset.AsSpan(sizeof(int)));
        issuer.CopyTo(asset.AsSpan(asset.Length - HashSize)); // behind the key's type, ed25519: 0
        return asset;
    }

    /// <summary>The id of an asset's contract, whether or not it was ever deployed (CAP-46-6): SHA-256 of the HashIDPreimage of its kind.</summary>
    /// <param name="asset">The Asset's XDR.</param>
    /// <param name="networkId">The network's id.</param>
    /// <param name="contract">Where the 32 bytes go.</param>
    public static void ContractOf(ReadOnlySpan<byte> asset, ReadOnlySpan<byte> networkId, Span<byte> contract)
    {
        Span<byte> preimage = stackalloc byte[sizeof(int) + HashSize + sizeof(int) + MaxLength];
        BinaryPrimitives.WriteInt32BigEndian(preimage, (int)EnvelopeType.ContractId);
        networkId.CopyTo(preimage[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(preimage[(sizeof(int) + HashSize)..], (int)ContractIDPreimageType.Asset);
        asset.CopyTo(preimage[(sizeof(int) + HashSize + sizeof(int))..]);
        SHA256.HashData(preimage[..(sizeof(int) + HashSize + sizeof(int) + asset.Length)], contract);
    }
}
