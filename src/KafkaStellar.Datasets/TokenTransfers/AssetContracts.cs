using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>The assets seen on one network, so that a contract id is hashed once an asset and not once an event.</summary>
internal sealed class AssetContracts
{
    // Far more than a day of the public network knows; assets made up without end do not fill the memory.
    private const int Most = 16_384;

    private const int LongestCode = 12;
    private const int IssuerLength = 56;

    private readonly byte[] _networkId;
    private readonly Dictionary<byte[], AssetContract> _byXdr = new(ByteSet.Comparer.Instance);
    private readonly Dictionary<byte[], AssetContract> _byText = new(ByteSet.Comparer.Instance);
    private readonly Dictionary<byte[], AssetContract>.AlternateLookup<ReadOnlySpan<byte>> _findXdr;
    private readonly Dictionary<byte[], AssetContract>.AlternateLookup<ReadOnlySpan<byte>> _findText;

    public AssetContracts(byte[] networkId)
    {
        _networkId = networkId;
        _findXdr = _byXdr.GetAlternateLookup<ReadOnlySpan<byte>>();
        _findText = _byText.GetAlternateLookup<ReadOnlySpan<byte>>();
        Native = new AssetContract(networkId, [0, 0, 0, 0]);
    }

    /// <summary>The network's own asset.</summary>
    public AssetContract Native { get; }

    /// <summary>Forgets what it knows where that is a lot. What was given before stays good.</summary>
    public void Trim()
    {
        if (_byXdr.Count > Most) _byXdr.Clear();
        if (_byText.Count > Most) _byText.Clear();
    }

    /// <summary>An asset by its XDR, checked before.</summary>
    public AssetContract Of(ReadOnlySpan<byte> xdr)
    {
        if (xdr.Length == sizeof(int)) return Native;
        if (_findXdr.TryGetValue(xdr, out AssetContract? asset)) return asset;
        asset = new AssetContract(_networkId, xdr);
        _byXdr.Add(asset.Xdr, asset);
        return asset;
    }

    /// <summary>An asset by the text that its contract writes, <c>native</c> or <c>CODE:ISSUER</c> (SEP-11); null where it is none.</summary>
    public AssetContract? OfText(ReadOnlySpan<byte> text)
    {
        if (_findText.TryGetValue(text, out AssetContract? asset)) return asset;
        if (IsNative(text)) return Native;

        int colon = text.IndexOf((byte)':');
        if (colon is < 1 or > LongestCode || text.Length != colon + 1 + IssuerLength || !IsCode(text[..colon])) return null;
        Span<char> issuer = stackalloc char[IssuerLength];
        Encoding.Latin1.GetChars(text[(colon + 1)..], issuer);
        if (!StrKey.TryDecode(issuer, out StrKeyKind kind, out byte[]? key) || kind != StrKeyKind.Account) return null;

        asset = Of(AssetXdr.Credit(text[..colon], key));
        _byText.Add(text.ToArray(), asset);
        return asset;
    }

    private static bool IsCode(ReadOnlySpan<byte> code)
    {
        foreach (byte one in code)
        {
            if (!char.IsAsciiLetterOrDigit((char)one)) return false;
        }

        return true;
    }

    // The reference lowers letters by Unicode, where a capital I with a dot is an i too.
    private static bool IsNative(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "native"u8)
        || (text.Length == 7 && text[3..5].SequenceEqual("\u0130"u8)
            && Ascii.EqualsIgnoreCase(text[..3], "nat"u8) && Ascii.EqualsIgnoreCase(text[5..], "ve"u8));
}
