using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations;

/// <summary>The ids that a network gives to contracts: those of assets (CAP-46-6), and those made from an address and a salt (CAP-46-2).</summary>
/// <remarks>Remembers the contracts of assets that it has seen, in memory of a fixed size; serves one thread.</remarks>
internal sealed class ContractIds(Network network)
{
    private const int HashSize = 32;
    private const int Slots = 1024;

    // SEP-11: a code of up to 12 characters, a colon, a strkey of 56.
    private const int MaxName = 12 + 1 + 56;

    private readonly Seen?[] _seen = new Seen?[Slots];

    /// <summary>Writes the id of the contract that a preimage stands for.</summary>
    public void Hash(ContractIDPreimage preimage, Span<byte> id)
    {
        // envelope type, network, preimage: at most an address of 44 bytes and a salt
        Span<byte> hashed = stackalloc byte[sizeof(int) + HashSize + sizeof(int) + 44 + HashSize];
        BinaryPrimitives.WriteInt32BigEndian(hashed, (int)EnvelopeType.ContractId);
        network.Id.CopyTo(hashed[sizeof(int)..]);
        preimage.Xdr.CopyTo(hashed[(sizeof(int) + HashSize)..]);
        SHA256.HashData(hashed[..(sizeof(int) + HashSize + preimage.Xdr.Length)], id);
    }

    /// <summary>The XDR of the asset of that name (SEP-11), if its contract is the one of that id; else nothing.</summary>
    /// <param name="id">A contract's id, 32 bytes.</param>
    /// <param name="name"><c>native</c> or <c>CODE:ISSUER</c>, which any contract may claim to be.</param>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        ref Seen? slot = ref _seen[BinaryPrimitives.ReadUInt32LittleEndian(id) % Slots];
        if (slot is not null && id.SequenceEqual(slot.Id) && name.SequenceEqual(slot.Name)) return slot.Asset;

        byte[]? asset = Parse(name);
        if (asset is null || !IsContractOf(asset, id)) return default;
        slot = new Seen(id.ToArray(), name.ToArray(), asset);
        return asset;
    }

    private bool IsContractOf(ReadOnlySpan<byte> asset, ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        AssetXdr.ContractOf(asset, network.Id, hash);
        return hash.SequenceEqual(id);
    }

    private static byte[]? Parse(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("native"u8)) return new byte[sizeof(int)];
        int colon = name.IndexOf((byte)':');
        if (colon is < 0 or > 12 || name.Length > MaxName) return null;
        Span<char> issuer = stackalloc char[MaxName];
        int length = Encoding.Latin1.GetChars(name[(colon + 1)..], issuer);
        if (!StrKey.TryDecode(issuer[..length], out StrKeyKind kind, out byte[]? key) || kind != StrKeyKind.Account) return null;
        return AssetXdr.Credit(name[..colon], key);
    }

    private sealed record Seen(byte[] Id, byte[] Name, byte[] Asset);
}
