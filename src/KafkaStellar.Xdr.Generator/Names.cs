using System.Globalization;
using System.Text;

namespace KafkaStellar.Xdr.Generator;

/// <summary>From the definitions' names to those of the generated code.</summary>
public static class Names
{
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "Xdr", "Read", "Skip", "MinSize", "IsPlain", "Size", "Equals" };

    private static readonly char[] LowerCase = [.. "abcdefghijklmnopqrstuvwxyz"];

    /// <summary>The type's name: the definition's own, with a capital.</summary>
    public static string Type(string name) => Capital(name);

    /// <summary>The name of a field or an arm: <c>minTime</c> → <c>MinTime</c>, <c>nonce_key</c> → <c>NonceKey</c>.</summary>
    /// <param name="name">The name in the definitions.</param>
    /// <param name="owner">The type it stands in: C# refuses a member called as its type.</param>
    public static string Member(string name, string owner)
    {
        string member = string.Concat(name.Split('_').Select(Capital));
        return member == Type(owner) || Taken.Contains(member) ? member + "Value" : member;
    }

    /// <summary>The name of an enum's member, without what all of them share: <c>ASSET_TYPE_NATIVE</c> → <c>Native</c>, <c>txSUCCESS</c> → <c>Success</c>.</summary>
    public static string EnumMember(EnumDefinition type, string member)
    {
        string rest = member[type.MemberPrefix.Length..];
        if (type.MemberPrefix.Length == 0) rest = rest.TrimStart(LowerCase);
        string name = string.Concat(rest.Split('_').Select(word => Capital(word.ToLowerInvariant())));
        return char.IsDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>A member's name as data: <c>txBAD_AUTH</c> → <c>tx_bad_auth</c>, <c>MEMO_TEXT</c> → <c>memo_text</c>.</summary>
    public static string Snake(string member)
    {
        var text = new StringBuilder();
        for (int i = 0; i < member.Length; i++)
        {
            if (i > 0 && char.IsUpper(member[i]) && char.IsLower(member[i - 1])) text.Append('_');
            text.Append(char.ToLower(member[i], CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
