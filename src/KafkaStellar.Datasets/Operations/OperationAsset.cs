using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>The asset that an allow_trust means: it names the code, and its source is the issuer.</summary>
internal static class OperationAsset
{
    /// <summary>The most bytes that an asset's XDR takes.</summary>
    public const int MaxSize = sizeof(int) + 12 + KeySize;

    // An AccountID: the key's type, then the key.
    private const int KeySize = sizeof(int) + 32;

    /// <summary>Writes the asset's XDR into <paramref name="xdr"/> and gives it.</summary>
    public static ReadOnlySpan<byte> Of(AssetCode code, ReadOnlySpan<byte> issuer, Span<byte> xdr)
    {
        code.Xdr.CopyTo(xdr); // type and code stand first in an Asset too
        int length = code.Xdr.Length;
        BinaryPrimitives.WriteInt32BigEndian(xdr[length..], (int)PublicKeyType.PublicKeyTypeEd25519);
        issuer.CopyTo(xdr[(length + sizeof(int))..]);
        return xdr[..(length + KeySize)];
    }
}
