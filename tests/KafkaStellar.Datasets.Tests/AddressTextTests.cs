using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

public sealed class AddressTextTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TheoryData<SCAddressType, StrKeyKind, byte[]> Kinds => new()
    {
        { SCAddressType.Account, StrKeyKind.Account, s_key },
        { SCAddressType.Contract, StrKeyKind.Contract, s_key },
        { SCAddressType.MuxedAccount, StrKeyKind.MuxedAccount, [.. s_key, 0, 0, 0, 0, 0, 0, 1, 2] },
        { SCAddressType.ClaimableBalance, StrKeyKind.ClaimableBalance, [0, .. s_key] },
        { SCAddressType.LiquidityPool, StrKeyKind.LiquidityPool, s_key },
        { SCAddressType.MuxedContract, StrKeyKind.MuxedContract, [.. s_key, 0, 0, 0, 0, 0, 0, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_address_of_each_kind_is_its_strkey(SCAddressType type, StrKeyKind kind, byte[] payload)
    {
        var xdr = new XdrWriter().Int32((int)type);
        if (type is SCAddressType.MuxedAccount or SCAddressType.MuxedContract) xdr.UInt64(258);
        else if (type is SCAddressType.Account or SCAddressType.ClaimableBalance) xdr.Int32(0); // the key's type; the balance id's
        xdr.Opaque(s_key);
        var reader = new XdrReader(xdr.Written);
        Span<byte> ascii = stackalloc byte[StrKey.MaxLength];
        int length = AddressText.Encode(SCAddress.Read(ref reader), ascii);

        StrKey.TryDecode(Encoding.ASCII.GetString(ascii[..length]), out StrKeyKind found, out byte[]? content).ShouldBeTrue();
        found.ShouldBe(kind);
        content.ShouldBe(payload);
    }

    [Fact]
    public void Every_kind_of_address_there_is_is_among_those_that_are_tried() =>
        Kinds.Select(row => (SCAddressType)row[0]).ShouldBe(Enum.GetValues<SCAddressType>());
}
