using System.Globalization;

namespace KafkaStellar.Topics;

/// <summary>
/// A contract's version, as SemVer 2.0.0 without labels: a new major is a new topic, a new minor has a new nullable column at the end.
/// </summary>
public sealed record ContractVersion(int Major, int Minor, int Patch) : IComparable<ContractVersion>
{
    /// <summary>What every contract begins with.</summary>
    public static ContractVersion First { get; } = new(1, 0, 0);

    /// <summary>Reads <c>major.minor.patch</c>; false for anything else.</summary>
    public static bool TryParse(string text, out ContractVersion? version)
    {
        version = null;
        if (text.Length > 29 || text.Split('.') is not [var major, var minor, var patch]
            || !TryNumber(major, out int first) || first == 0 || !TryNumber(minor, out int second) || !TryNumber(patch, out int third))
        {
            return false;
        }
        version = new(first, second, third);
        return true;
    }

    public int CompareTo(ContractVersion? other) => other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(ContractVersion left, ContractVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ContractVersion left, ContractVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContractVersion left, ContractVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContractVersion left, ContractVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
