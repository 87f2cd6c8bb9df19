using System.Runtime.InteropServices;

namespace KafkaStellar.Xdr.Tests;

/// <summary>The same bytes in several kinds of memory, since a reader may not care where its bytes stand nor look beside them.</summary>
internal static partial class MemoryShapes
{
    private const int PageSize = 4096;
    private const int ReadWrite = 3;
    private const int Nothing = 0;
    private const int PrivateAnonymous = 0x22;

    /// <summary>Reads bytes in one shape.</summary>
    public delegate void Reading(ReadOnlySpan<byte> bytes);

    /// <summary>Right-sized, inside larger buffers of ones at odd offsets, and, on Linux, ending where the next byte is a fault.</summary>
    public static void Each(ReadOnlySpan<byte> bytes, Reading reading)
    {
        reading(bytes.ToArray());
        foreach (int offset in (ReadOnlySpan<int>)[1, 2, 3, 5, 7])
        {
            byte[] larger = new byte[offset + bytes.Length + 9];
            larger.AsSpan().Fill(0xFF);
            bytes.CopyTo(larger.AsSpan(offset));
            reading(larger.AsSpan(offset, bytes.Length));
        }

        if (OperatingSystem.IsLinux()) BeforeAGuardPage(bytes, reading);
    }

    private static unsafe void BeforeAGuardPage(ReadOnlySpan<byte> bytes, Reading reading)
    {
        int pages = (bytes.Length + PageSize - 1) / PageSize;
        nuint size = (nuint)((pages + 1) * PageSize);
        nint memory = MMap(0, size, ReadWrite, PrivateAnonymous, -1, 0);
        memory.ShouldNotBe(-1);
        try
        {
            byte* guard = (byte*)memory + pages * PageSize;
            MProtect((nint)guard, PageSize, Nothing).ShouldBe(0);
            var span = new Span<byte>(guard - bytes.Length, bytes.Length);
            bytes.CopyTo(span);
            reading(span);
        }
        finally
        {
            MUnmap(memory, size).ShouldBe(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MUnmap(nint address, nuint length);
}
