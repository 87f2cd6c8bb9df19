using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Who holds a balance: an account or a contract, muxed or not, a claimable balance or a liquidity pool; as the kind and payload of its strkey.</summary>
internal struct Holder
{
    private const int KeySize = 32;

    private Bytes40 _payload;

    /// <summary>What it is; 0 for nobody.</summary>
    public StrKeyKind Kind;

    /// <summary>Whether there is nobody.</summary>
    public readonly bool IsNone => Kind == 0;

    /// <summary>Whether it is an account, muxed or not.</summary>
    public readonly bool IsAccount => Kind is StrKeyKind.Account or StrKeyKind.MuxedAccount;

    /// <summary>Whether it is a contract, muxed or not.</summary>
    public readonly bool IsContract => Kind is StrKeyKind.Contract or StrKeyKind.MuxedContract;

    /// <summary>An account by its ed25519 key.</summary>
    public static Holder Account(ReadOnlySpan<byte> ed25519) => Of(StrKeyKind.Account, ed25519);

    /// <summary>A liquidity pool by its id.</summary>
    public static Holder Pool(ReadOnlySpan<byte> id) => Of(StrKeyKind.LiquidityPool, id);

    /// <summary>An account as it was written, muxed or not.</summary>
    public static Holder Account(MuxedAccount account) => account.Type == CryptoKeyType.Ed25519
        ? Of(StrKeyKind.Account, account.Ed25519)
        : Muxed(account.Med25519.Ed25519, account.Med25519.Id);

    /// <summary>A claimable balance: the type's byte, then the hash.</summary>
    public static Holder Balance(ClaimableBalanceID id)
    {
        var holder = new Holder { Kind = StrKeyKind.ClaimableBalance };
        Span<byte> payload = holder._payload;
        payload[0] = (byte)id.Type;
        id.V0.CopyTo(payload[1..]);
        return holder;
    }

    /// <summary>A contract address, whatever it stands for.</summary>
    public static Holder Address(SCAddress address) => address.Type switch
    {
        SCAddressType.Account => Of(StrKeyKind.Account, address.AccountId.Ed25519),
        SCAddressType.Contract => Of(StrKeyKind.Contract, address.ContractId),
        SCAddressType.MuxedAccount => Muxed(address.MuxedAccount.Ed25519, address.MuxedAccount.Id),
        SCAddressType.ClaimableBalance => Balance(address.ClaimableBalanceId),
        SCAddressType.LiquidityPool => Of(StrKeyKind.LiquidityPool, address.LiquidityPoolId),
        SCAddressType.MuxedContract => Muxed(StrKeyKind.MuxedContract, address.MuxedContract.ContractId, address.MuxedContract.Id),
        _ => throw new InvalidOperationException($"SCAddress has no arm for {address.Type}."),
    };

    /// <summary>The strkey's payload.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Payload => MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<Bytes40, byte>(ref Unsafe.AsRef(in _payload)), Kind switch
    {
        0 => 0,
        StrKeyKind.MuxedAccount or StrKeyKind.MuxedContract => KeySize + sizeof(ulong),
        StrKeyKind.ClaimableBalance => KeySize + 1,
        StrKeyKind.Account or StrKeyKind.Contract or StrKeyKind.LiquidityPool => KeySize,
        _ => throw new InvalidOperationException($"Nobody holds a balance as {Kind}."),
    });

    /// <summary>The ed25519 key under an account, the id under a contract.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Key => Payload[..KeySize];

    /// <summary>The id of a muxed account.</summary>
    public readonly ulong MuxedId => BinaryPrimitives.ReadUInt64BigEndian(Payload[KeySize..]);

    /// <summary>The account under a muxed one; any other holder as it is.</summary>
    public readonly Holder Reduced => Kind == StrKeyKind.MuxedAccount ? Of(StrKeyKind.Account, Key) : this;

    private static Holder Of(StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        var holder = new Holder { Kind = kind };
        payload.CopyTo(holder._payload);
        return holder;
    }

    private static Holder Muxed(ReadOnlySpan<byte> ed25519, ulong id) => Muxed(StrKeyKind.MuxedAccount, ed25519, id);

    private static Holder Muxed(StrKeyKind kind, ReadOnlySpan<byte> key, ulong id)
    {
        Holder holder = Of(kind, key);
        BinaryPrimitives.WriteUInt64BigEndian(((Span<byte>)holder._payload)[KeySize..], id);
        return holder;
    }

    [InlineArray(40)]
    private struct Bytes40
    {
        private byte _first;
    }
}
