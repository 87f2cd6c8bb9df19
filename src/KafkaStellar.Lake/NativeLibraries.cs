using System.Reflection;
using System.Runtime.InteropServices;

namespace KafkaStellar.Lake;

/// <summary>Finds the native libraries this project calls, and says in one sentence what to do when one is not there.</summary>
internal static class NativeLibraries
{
    internal const string Zstd = "libzstd.so.1";
    internal const string DuckDb = "libduckdb.so";

    private const string DuckDbVariable = "KAFKASTELLAR_LIBDUCKDB";
    private static int s_registered;

    /// <summary>To be called before the first native call of this assembly.</summary>
    internal static void Register()
    {
        if (Interlocked.Exchange(ref s_registered, 1) == 0)
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Zstd => Load(Zstd, [Zstd, "libzstd.1.dylib"], "install the package libzstd1"),
        DuckDb => LoadDuckDb(),
        _ => nint.Zero,
    };

    // The variable is an order, not a hint: a wrong path must not silently become another library.
    private static nint LoadDuckDb()
    {
        const string Remedy = $"run `make natives`, or name the file in {DuckDbVariable}";
        string? named = Environment.GetEnvironmentVariable(DuckDbVariable);
        if (!string.IsNullOrEmpty(named)) return Load(named, [named], $"correct {DuckDbVariable}");
        return Load(DuckDb, [Path.Combine(AppContext.BaseDirectory, DuckDb), DuckDb], Remedy);
    }

    private static nint Load(string name, ReadOnlySpan<string> candidates, string remedy)
    {
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint library)) return library;
        }

        throw new DllNotFoundException($"The native library {name} cannot be loaded: {remedy}.");
    }
}
