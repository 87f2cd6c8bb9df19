using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace KafkaStellar.Xdr.Tests;

public class StrKeyTests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(0, 32).Select(one => (byte)one)];

    public static TheoryData<StrKeyKind, char> Kinds => new()
    {
        { StrKeyKind.Account, 'G' }, { StrKeyKind.MuxedAccount, 'M' }, { StrKeyKind.Contract, 'C' }, { StrKeyKind.LiquidityPool, 'L' },
        { StrKeyKind.ClaimableBalance, 'B' }, { StrKeyKind.PreAuthTransaction, 'T' }, { StrKeyKind.HashX, 'X' }, { StrKeyKind.SignedPayload, 'P' },
        { StrKeyKind.MuxedContract, 'W' },
    };

    // Contract ids and balance ids that others computed; the hex is the payload.
    [Theory]
    [InlineData("CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA", StrKeyKind.Contract, "25b4fcd859aec2fa6348438c489b3c3c10c98b6d21be4fd3cb30cb68953ef977")]
    [InlineData("LAAACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6UWD", StrKeyKind.LiquidityPool, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("BAAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H2TOM", StrKeyKind.ClaimableBalance, "00000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("LAO5N7LQULWHJM5HSIQN2AKBMCBWF6J7IASPK3G5VOGR7KT6LJ7MT63O", StrKeyKind.LiquidityPool, "1dd6fd70a2ec74b3a79220dd0141608362f93f4024f56cddab8d1faa7e5a7ec9")]
    [InlineData("WB73N2USWWYOBUGLR32J7BMVFWOOVSMI6EGNGTKGIA5KRSBLZESLB7777777777774NQA", StrKeyKind.MuxedContract, "7fb6ea92b5b0e0d0cb8ef49f85952d9ceac988f10cd34d46403aa8c82bc924b0ffffffffffffffff")]
    public void A_text_and_its_payload_are_known_both_ways(string text, StrKeyKind kind, string payload)
    {
        StrKey.ToText(kind, Convert.FromHexString(payload)).ShouldBe(text);
        StrKey.TryDecode(text, out StrKeyKind found, out byte[]? bytes).ShouldBeTrue();
        found.ShouldBe(kind);
        Convert.ToHexStringLower(bytes!).ShouldBe(payload);
    }

    [Fact]
    public void A_muxed_account_is_its_key_and_its_id()
    {
        StrKey.TryDecode("MBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEFUAAAAAAAAAAAPNVPW", out StrKeyKind kind, out byte[]? payload).ShouldBeTrue();

        kind.ShouldBe(StrKeyKind.MuxedAccount);
        BinaryPrimitives.ReadUInt64BigEndian(payload.AsSpan(32)).ShouldBe(123ul);
        StrKey.ToText(StrKeyKind.Account, payload.AsSpan(0, 32)).ShouldStartWith("GBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEF");
    }

    [Theory]
    [InlineData("GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN")]
    [InlineData("CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75")]
    [InlineData("BAAIBAYUM77TDDFNUN7HETEZ7756L2CQ2KCTT5PKD3YGABIE4T3S4ALF7Y")]
    public void A_text_from_elsewhere_comes_back_as_it_was(string text)
    {
        StrKey.TryDecode(text, out StrKeyKind kind, out byte[]? payload).ShouldBeTrue();
        StrKey.ToText(kind, payload).ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_payload_comes_back_from_its_text(StrKeyKind kind, char first) => Prop.ForAll(Arb.From(PayloadOf(kind)), payload =>
    {
        string text = StrKey.ToText(kind, payload);
        text[0].ShouldBe(first);
        text.Length.ShouldBe(StrKey.LengthOf(payload.Length));
        text.ShouldBe(Crafted((byte)kind, payload));
        StrKey.TryDecode(text, out StrKeyKind found, out byte[]? back).ShouldBeTrue(text);
        found.ShouldBe(kind);
        back.ShouldBe(payload);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_with_any_one_character_changed_is_refused(StrKeyKind kind, char first)
    {
        string text = StrKey.ToText(kind, PayloadOf(kind).Sample(1).First());
        text[0].ShouldBe(first);
        for (int at = 0; at < text.Length; at++)
        {
            foreach (char other in "ABYZ27018=-+/ \n\0äa")
            {
                if (text[at] == other) continue;
                Refused(text[..at] + other + text[(at + 1)..]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_in_lower_case_padded_cut_or_lengthened_is_refused(StrKeyKind kind, char first)
    {
        string text = StrKey.ToText(kind, PayloadOf(kind).Sample(1).First());
        Refused(text.ToLowerInvariant());
        Refused(char.ToLowerInvariant(first) + text[1..]);
        Refused(" " + text);
        Refused(text + "\n");
        for (int i = 1; i <= 6; i++)
        {
            Refused(text + new string('=', i));
            Refused(text + new string('A', i));
            Refused(text[..^i]);
            Refused(text[i..]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_payload_of_another_kinds_length_is_refused_although_its_checksum_is_right(StrKeyKind kind, char first)
    {
        first.ShouldNotBe('\0');
        int right = PayloadOf(kind).Sample(1).First().Length;
        for (int length = 0; length <= 101; length++)
        {
            if (length == right || (kind == StrKeyKind.SignedPayload && length is >= 40 and <= 100 && length % 4 == 0)) continue;
            byte[] payload = new byte[length];
            if (kind == StrKeyKind.SignedPayload && length > 35) payload[35] = (byte)Math.Min(64, length - 36);
            Refused(Crafted((byte)kind, payload));
        }
    }

    [Fact]
    public void A_version_that_is_no_kind_is_refused_although_its_checksum_is_right()
    {
        HashSet<int> known = [.. Enum.GetValues<StrKeyKind>().Select(kind => (int)kind)];
        for (int version = 0; version < 256; version++)
        {
            if (!known.Contains(version)) Refused(Crafted((byte)version, Counting));
        }
    }

    [Fact]
    public void A_checksum_in_the_wrong_order_or_of_zero_is_refused()
    {
        byte[] raw = [(byte)StrKeyKind.Account, .. Counting];
        ushort crc = Crc(raw);
        StrKey.TryDecode(Base32([.. raw, (byte)crc, (byte)(crc >> 8)]), out _, out _).ShouldBeTrue();
        Refused(Base32([.. raw, (byte)(crc >> 8), (byte)crc]));
        Refused(Base32([.. raw, 0, 0]));
    }

    // A text's last character can have bits that no byte needs: one key, one text.
    [Fact]
    public void Bits_that_no_byte_needs_are_zero()
    {
        string text = StrKey.ToText(StrKeyKind.MuxedAccount, [.. Counting, 0, 0, 0, 0, 0, 0, 0, 9]);
        text.Length.ShouldBe(69);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        int last = Alphabet.IndexOf(text[^1], StringComparison.Ordinal);
        (last & 1).ShouldBe(0);

        Refused(text[..^1] + Alphabet[last | 1]);
    }

    [Fact]
    public void A_claimable_balance_is_of_type_0()
    {
        StrKey.TryDecode(Crafted((byte)StrKeyKind.ClaimableBalance, [0, .. Counting]), out _, out _).ShouldBeTrue();
        for (int type = 1; type < 256; type++) Refused(Crafted((byte)StrKeyKind.ClaimableBalance, [(byte)type, .. Counting]));
    }

    [Theory]
    [InlineData(0, 4, false)]
    [InlineData(1, 4, true)]
    [InlineData(4, 4, true)]
    [InlineData(5, 4, false)]
    [InlineData(5, 8, true)]
    [InlineData(4, 8, false)]
    [InlineData(61, 64, true)]
    [InlineData(64, 64, true)]
    [InlineData(65, 64, false)]
    [InlineData(64, 60, false)]
    [InlineData(-1, 64, false)]
    [InlineData(0, 0, false)]
    public void A_signed_payloads_length_says_how_many_bytes_follow_but_for_padding(int length, int bytes, bool accepted)
    {
        byte[] payload = [.. Counting, 0, 0, 0, 0, .. new byte[bytes]];
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(32), length);

        StrKey.TryDecode(Crafted((byte)StrKeyKind.SignedPayload, payload), out _, out _).ShouldBe(accepted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(29)]
    public void A_signed_payloads_padding_is_zero(int length)
    {
        byte[] payload = [.. Counting, 0, 0, 0, (byte)length, .. new byte[(length + 3) & ~3]];
        StrKey.TryDecode(Crafted((byte)StrKeyKind.SignedPayload, payload), out _, out _).ShouldBeTrue();
        for (int at = 36 + length; at < payload.Length; at++)
        {
            byte[] dirty = [.. payload];
            dirty[at] = 1;
            Refused(Crafted((byte)StrKeyKind.SignedPayload, dirty));
        }
    }

    [Fact]
    public void Any_text_at_all_is_answered_with_yes_or_no() => Prop.ForAll<string?>(text =>
    {
        if (StrKey.TryDecode(text, out StrKeyKind kind, out byte[]? payload)) StrKey.ToText(kind, payload).ShouldBe(text);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GA")]
    [InlineData("AAAAAAAA")]
    public void Nearly_nothing_is_refused(string text) => Refused(text);

    [Fact]
    public void A_text_without_end_is_refused() => Refused(new string('A', 1_000_000));

    private static void Refused(string text)
    {
        StrKey.TryDecode(text, out _, out byte[]? payload).ShouldBeFalse(text.Length > 200 ? "a long text" : text);
        payload.ShouldBeNull();
    }

    private static Gen<byte[]> PayloadOf(StrKeyKind kind) => kind switch
    {
        StrKeyKind.MuxedAccount or StrKeyKind.MuxedContract => Bytes(40),
        StrKeyKind.ClaimableBalance => Bytes(32).Select(hash => (byte[])[0, .. hash]),
        StrKeyKind.SignedPayload =>
            from key in Bytes(32)
            from length in Gen.Choose(1, 64)
            from content in Bytes(length)
            select (byte[])[.. key, 0, 0, 0, (byte)length, .. content, .. new byte[-length & 3]],
        _ => Bytes(32),
    };

    private static Gen<byte[]> Bytes(int length) => Gen.ArrayOf(Gen.Choose(0, 255).Select(one => (byte)one), length);

    /// <summary>The text for any version and payload, allowed or not, by code of this test's own.</summary>
    private static string Crafted(byte version, byte[] payload)
    {
        byte[] raw = [version, .. payload];
        ushort crc = Crc(raw);
        return Base32([.. raw, (byte)crc, (byte)(crc >> 8)]);
    }

    private static ushort Crc(byte[] bytes)
    {
        int crc = 0;
        foreach (byte one in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bool flip = ((crc >> 15) ^ (one >> bit & 1)) == 1;
                crc = crc << 1 & 0xFFFF;
                if (flip) crc ^= 0x1021;
            }
        }

        return (ushort)crc;
    }

    private static string Base32(byte[] bytes)
    {
        string bits = string.Concat(bytes.Select(one => Convert.ToString(one, 2).PadLeft(8, '0')));
        var text = new StringBuilder();
        for (int at = 0; at < bits.Length; at += 5)
            text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(bits[at..Math.Min(at + 5, bits.Length)].PadRight(5, '0'), 2)]);
        return text.ToString();
    }
}
