using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>The accounts and assets of the tests, and what lines call them.</summary>
internal static class Names
{
    public static Network Network { get; } = new("made", "some network passphrase");

    public static byte[] Source { get; } = Key("GBF3XFXGBGNQDN3HOSZ7NVRF6TJ2JOD5U6ELIWJOOEI6T5WKMQT2YSXQ");

    public static byte[] A { get; } = Key("GBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEFVXON");

    public static byte[] B { get; } = Key("GCCOBXW2XQNUSL467IEILE6MMCNRR66SSVL4YQADUNYYNUVREF3FIV2Z");

    public static byte[] UsdcIssuer { get; } = Key("GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN");

    public static byte[] EthIssuer { get; } = Key("GCEODJVUUVYVFD5KT4TOEDTMXQ76OPFOQC2EMYYMLPXQCUVPOB6XRWPQ");

    public static byte[] BtcIssuer { get; } = Key("GBT4YAEGJQ5YSFUMNKX6BPBUOCPNAIOFAVZOF6MIME2CECBMEIUXFZZN");

    public static byte[] Native { get; } = [0, 0, 0, 0];

    public static byte[] Usdc { get; } = Asset("USDC", UsdcIssuer);

    public static byte[] Eth { get; } = Asset("ETH", EthIssuer);

    public static byte[] Btc { get; } = Asset("BTC", BtcIssuer);

    /// <summary>The id of the tests' pool of BTC and ETH.</summary>
    public static byte[] Pool { get; } = Convert.FromHexString("1dd6fd70a2ec74b3a79220dd0141608362f93f4024f56cddab8d1faa7e5a7ec9");

    /// <summary>The hash of a claimable balance.</summary>
    public static byte[] Balance { get; } = MadeLedger.Fill(0xBA);

    public static string UsdcText => $"USDC:{StrKey.ToText(StrKeyKind.Account, UsdcIssuer)}";

    public static byte[] NativeContract { get; } = Decoded("CC4NHYUKMFX2QOGNCYD5QVPWYSV2HDA5WQ4N4UL4I5674E7X3HVRJMDF");

    public static byte[] UsdcContract { get; } = Decoded("CDXEPIQOABSAMX6IQ3EKAEHCT3OCOKOABN47NFU4O5DO5JYJ52RZHT25");

    /// <summary>The contract of some other token.</summary>
    public static byte[] TokenContract { get; } = MadeLedger.Fill(0xCC);

    private static readonly (string Name, StrKeyKind Kind, byte[] Payload)[] s_known =
    [
        ("Source", StrKeyKind.Account, Source), ("A", StrKeyKind.Account, A), ("B", StrKeyKind.Account, B),
        ("UsdcIssuer", StrKeyKind.Account, UsdcIssuer), ("EthIssuer", StrKeyKind.Account, EthIssuer), ("BtcIssuer", StrKeyKind.Account, BtcIssuer),
        ("Pool", StrKeyKind.LiquidityPool, Pool), ("Balance", StrKeyKind.ClaimableBalance, [0, .. Balance]), ("Token", StrKeyKind.Contract, TokenContract),
        ("M123", StrKeyKind.MuxedAccount, [.. A, 0, 0, 0, 0, 0, 0, 0, 123]),
    ];

    private static readonly Dictionary<string, string> s_names = s_known.ToDictionary(known => StrKey.ToText(known.Kind, known.Payload), known => known.Name);

    public static string Of(string strKey) => s_names.GetValueOrDefault(strKey, strKey);

    public static byte[] Asset(string code, byte[] issuer)
    {
        var padded = new byte[code.Length <= 4 ? 4 : 12];
        System.Text.Encoding.ASCII.GetBytes(code, padded);
        return new XdrWriter().Int32(code.Length <= 4 ? 1 : 2).Opaque(padded).AccountId(issuer).Written.ToArray();
    }

    public static byte[] Decoded(string strKey) => StrKey.TryDecode(strKey, out _, out byte[]? payload) ? payload : throw new FormatException(strKey);

    private static byte[] Key(string strKey) => Decoded(strKey);
}
