using System.Runtime.InteropServices;

namespace KafkaStellar.Workers.Hosting;

/// <summary>A limit on the size of files (<c>ulimit -f</c>) is an error of who writes, not death, which would leave half a file.</summary>
internal static class FileSizeLimit
{
    private const int Signal = 25; // SIGXFSZ

    // For as long as the process lives: one that is handed over late would still end it.
    private static PosixSignalRegistration? s_registration;

    /// <summary>From now on.</summary>
    public static void BecomesAnError() => s_registration ??= PosixSignalRegistration.Create((PosixSignal)Signal, context => context.Cancel = true);
}
