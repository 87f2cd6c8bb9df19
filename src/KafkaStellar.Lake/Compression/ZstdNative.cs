using System.Runtime.InteropServices;

namespace KafkaStellar.Lake;

/// <summary>The calls of zstd's stable C API that we use (zstd.h, 1.4 and later).</summary>
internal static unsafe partial class ZstdNative
{
    internal const int WindowLogMax = 100;      // ZSTD_d_windowLogMax
    internal const int CompressionLevel = 100;  // ZSTD_c_compressionLevel
    internal const int ChecksumFlag = 201;      // ZSTD_c_checksumFlag
    internal const int SessionOnly = 1;         // ZSTD_reset_session_only
    internal const ulong ContentSizeUnknown = ulong.MaxValue;
    internal const ulong ContentSizeError = ulong.MaxValue - 1;

    static ZstdNative() => NativeLibraries.Register();

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer: a buffer, its size, and how far it is used.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        internal byte* Start;
        internal nuint Size;
        internal nuint Position;
    }

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_createDCtx")]
    internal static partial ZstdContext.ForDecompression CreateDecompression();

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_freeDCtx")]
    internal static partial nuint FreeDecompression(nint context);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_DCtx_setParameter")]
    internal static partial nuint SetParameter(ZstdContext.ForDecompression context, int parameter, int value);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_DCtx_reset")]
    internal static partial nuint Reset(ZstdContext.ForDecompression context, int directive);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_decompressStream")]
    internal static partial nuint DecompressStream(ZstdContext.ForDecompression context, Buffer* output, Buffer* input);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_getFrameContentSize")]
    internal static partial ulong FrameContentSize(byte* source, nuint size);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_createCCtx")]
    internal static partial ZstdContext.ForCompression CreateCompression();

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_freeCCtx")]
    internal static partial nuint FreeCompression(nint context);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_CCtx_setParameter")]
    internal static partial nuint SetParameter(ZstdContext.ForCompression context, int parameter, int value);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_compressBound")]
    internal static partial nuint CompressBound(nuint size);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_compress2")]
    internal static partial nuint Compress(ZstdContext.ForCompression context, byte* target, nuint capacity, byte* source, nuint size);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_isError")]
    internal static partial uint IsError(nuint code);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_getErrorName")]
    private static partial byte* ErrorName(nuint code);

    internal static string ErrorText(nuint code) => Marshal.PtrToStringUTF8((nint)ErrorName(code)) ?? "an error without a name";
}
