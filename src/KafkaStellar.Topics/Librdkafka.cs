using System.Reflection;
using System.Runtime.InteropServices;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// Finds librdkafka, the native Kafka client, and gives the same one to Confluent.Kafka and to <see cref="EmbeddedBroker"/>.
/// Looked for in this order: the file that <c>KAFKASTELLAR_LIBRDKAFKA</c> names, beside the program, where the system keeps its libraries.
/// </summary>
/// <remarks>Confluent.Kafka tries several library names one after the other (one for Alpine, one for older systems); each is answered
/// with ours.</remarks>
public static class Librdkafka
{
    /// <summary>The environment variable that names the library's file.</summary>
    public const string PathVariable = "KAFKASTELLAR_LIBRDKAFKA";

    internal const string Name = "librdkafka";
    private const string FileName = "librdkafka.so.1";
    private static readonly Lazy<nint> Handle = new(Open);
    private static readonly Lazy<Version> Checked = new(Check);

    /// <summary>The oldest version that is not refused: 2.14.2 fixed a crash on close while the coordinator is away.</summary>
    public static Version Oldest { get; } = new(2, 14, 2);

    /// <summary>The version that we are built and tested with.</summary>
    public static Version Expected { get; } = new(2, 15, 1);

    /// <summary>Loads the library once, and gives its version.</summary>
    /// <exception cref="DllNotFoundException">It is nowhere; the message says what to run.</exception>
    /// <exception cref="NotSupportedException">It is older than <see cref="Oldest"/>.</exception>
    public static Version Load() => Checked.Value;

    private static Version Check()
    {
        Resolve(typeof(Kafka.Library).Assembly);
        Resolve(typeof(Librdkafka).Assembly);
        int packed = NativeMethods.Version();   // 0xMMmmrrxx; xx is 0xff for a release
        var version = new Version(packed >> 24 & 0xff, packed >> 16 & 0xff, packed >> 8 & 0xff);
        if (version < Oldest)
        {
            throw new NotSupportedException(
                $"librdkafka {version} is too old: at least {Oldest} is needed and {Expected} expected. Run `make natives`, or set {PathVariable}.");
        }
        return version;
    }

    private static void Resolve(Assembly assembly) =>
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name.Contains(Name, StringComparison.Ordinal) ? Handle.Value : 0);

    private static nint Open()
    {
        string? named = Environment.GetEnvironmentVariable(PathVariable);
        if (!string.IsNullOrEmpty(named))
        {
            // A file named on purpose that cannot be loaded is an error, not a reason to take another one.
            return NativeLibrary.TryLoad(named, out nint asked)
                ? asked
                : throw new DllNotFoundException($"{PathVariable} names {named}, which cannot be loaded as librdkafka.");
        }
        if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, FileName), out nint beside) || NativeLibrary.TryLoad(FileName, out beside))
            return beside;
        throw new DllNotFoundException(
            $"{FileName} is neither beside the program nor among the system's libraries. Run `make natives`, or set {PathVariable} to its path.");
    }
}
