using System.Globalization;

namespace KafkaStellar.Testing;

/// <summary>Ledgers to test with, and the sets they come in: <c>../shared/ledgers</c>, or the folder that <c>KAFKASTELLAR_LEDGERS</c> names.</summary>
/// <remarks>Each property skips the running test, with the reason, where its files are not.</remarks>
public static class RealLedgers
{
    private const string Variable = "KAFKASTELLAR_LEDGERS";

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Real ledgers of the public network, protocols 2 to 26: a data lake.</summary>
    public static RealLedgerSet Pubnet => Lake("pubnet", "Public Global Stellar Network ; September 2015");

    /// <summary>Real ledgers of the test network, protocols 20 to 27: a data lake.</summary>
    public static RealLedgerSet Testnet => Lake("testnet", "Test SDF Network ; September 2015");

    /// <summary>stellar-core's own test ledgers, protocols 0 to 29, closed with classic events.</summary>
    public static RealLedgerSet CoreWithClassicEvents => Core("core-with-classic-events", withEvents: true);

    /// <summary>The same ledgers, closed without classic events.</summary>
    public static RealLedgerSet CoreWithoutClassicEvents => Core("core-without-classic-events", withEvents: false);

    /// <summary>Ledgers of up to 492 Soroban transactions each, for throughput.</summary>
    public static RealLedgerSet Load => Stream("load", "Apply Load");

    /// <summary>Two thousand random ledgers that a generator made.</summary>
    public static RealLedgerSet Fuzz => Stream("fuzz", "KafkaStellar Fuzz", "fuzz", "random-11.xdr.zst");

    /// <summary>Fifteen hundred random ledgers that form a chain, protocols 28 to 30, with everything that these brought.</summary>
    public static RealLedgerSet Fuzz30 => Stream("fuzz30", "KafkaStellar Fuzz", "fuzz", "random-12-protocols-28-30.xdr.zst");

    /// <summary>Two streams of stellar-core's own tests, protocol 28.</summary>
    public static RealLedgerSet P28 => Stream("p28", "(V) (;,,;) (V)", "p28", "*.xdr");

    /// <summary>Ten real ledgers of the public network turned into protocol 30, the upgrade among them: a chain.</summary>
    public static RealLedgerSet P30 => Stream("p30", "Public Global Stellar Network ; September 2015");

    /// <summary>The sets that have reference rows (see <see cref="Golden"/>).</summary>
    public static IReadOnlyList<string> SetsWithReferenceRows { get; } =
        ["pubnet", "testnet", "core-with-classic-events", "core-without-classic-events", "fuzz", "p28", "p30", "fuzz30"];

    /// <summary>The sets that have rows of stellar-etl (see <see cref="Golden.ReadEtl"/>).</summary>
    public static IReadOnlyList<string> SetsWithEtlRows { get; } = ["pubnet", "testnet", "fuzz", "fuzz30"];

    /// <summary>The set of that name.</summary>
    public static RealLedgerSet Set(string name) => name switch
    {
        "pubnet" => Pubnet,
        "testnet" => Testnet,
        "core-with-classic-events" => CoreWithClassicEvents,
        "core-without-classic-events" => CoreWithoutClassicEvents,
        "load" => Load,
        "fuzz" => Fuzz,
        "fuzz30" => Fuzz30,
        "p28" => P28,
        "p30" => P30,
        _ => throw new ArgumentException($"There is no set of ledgers named '{name}'.", nameof(name)),
    };

    /// <summary>The absolute path of something in the folder; skips the running test, with the reason, where it is not.</summary>
    public static string Require(params string[] parts)
    {
        string? path = Root is null ? null : Path.Combine([Root, .. parts]);
        Skip.IfNot(Path.Exists(path), $"There is no {string.Join('/', ["../shared/ledgers", .. parts])} beside the repository, nor in {Variable}.");
        return path!;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(named)) return SharedFolder.Find("ledgers");
        return Directory.Exists(named) ? Path.GetFullPath(named) : null;
    }

    private static RealLedgerSet Lake(string name, string passphrase)
    {
        string folder = Require(name);
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.xdr.zst", SearchOption.AllDirectories).OrderBy(FirstLedger);
        return new(name, passphrase, folder, [.. files.Select(path => new RealLedgerFile(path, LedgerForm.Batch))]);
    }

    // Object keys end in --FIRST.xdr.zst, or --FIRST-LAST.xdr.zst.
    private static uint FirstLedger(string path)
    {
        string name = Path.GetFileName(path);
        ReadOnlySpan<char> digits = name.AsSpan(name.IndexOf("--", StringComparison.Ordinal) + 2);
        return uint.Parse(digits[..digits.IndexOfAny('-', '.')], CultureInfo.InvariantCulture);
    }

    private static RealLedgerSet Core(string name, bool withEvents)
    {
        const string Passphrase = "(V) (;,,;) (V)";
        string folder = Require("core");
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.xdr")
            .Where(path => path.Contains("enable-classic-events", StringComparison.Ordinal) == withEvents)
            .Order(StringComparer.Ordinal);
        return new(name, Passphrase, folder, [.. files.Select(path => new RealLedgerFile(path, LedgerForm.Bare))]);
    }

    private static RealLedgerSet Stream(string name, string passphrase) => Stream(name, passphrase, name, "*.xdr.zst");

    private static RealLedgerSet Stream(string name, string passphrase, string folderName, string pattern)
    {
        string folder = Require(folderName);
        IEnumerable<string> files = Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal);
        return new(name, passphrase, folder, [.. files.Select(path => new RealLedgerFile(path, LedgerForm.Stream))]);
    }
}
