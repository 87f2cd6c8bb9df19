using System.Runtime.InteropServices;

namespace KafkaStellar.Testing;

/// <summary>Zstandard frames to bytes, by libzstd's streaming call; independent of the project's own reader, so that it can judge it.</summary>
public static unsafe partial class Zstandard
{
    private const string Library = "libzstd.so.1";

    /// <summary>All frames of <paramref name="compressed"/>, one after the other.</summary>
    /// <exception cref="InvalidDataException">The bytes are no Zstandard frames, are damaged, or end early.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> compressed)
    {
        nint stream = CreateStream();
        try
        {
            using var bytes = new MemoryStream();
            byte[] chunk = new byte[1 << 17];
            nuint left = 1;
            fixed (byte* source = compressed, target = chunk)
            {
                var input = new Buffer { Start = source, Size = (nuint)compressed.Length };
                while (input.Position < input.Size || left != 0)
                {
                    var output = new Buffer { Start = target, Size = (nuint)chunk.Length };
                    nuint before = input.Position;
                    left = DecompressStream(stream, &output, &input);
                    if (IsError(left) != 0) throw new InvalidDataException($"No Zstandard frame at byte {input.Position}: {ErrorName(left)}.");
                    if (left != 0 && input.Position == before && output.Position == 0)
                        throw new InvalidDataException($"The Zstandard frame ends early, at byte {input.Position}.");
                    bytes.Write(chunk, 0, (int)output.Position);
                }
            }

            return bytes.ToArray();
        }
        finally
        {
            _ = FreeStream(stream);
        }
    }

    private static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(GetErrorName(code)) ?? "unknown error";

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer of zstd.h, which have one layout.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDStream")]
    private static partial nint CreateStream();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint FreeStream(nint stream);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint DecompressStream(nint stream, Buffer* output, Buffer* input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint GetErrorName(nuint code);
}
