using System.Runtime.InteropServices;

namespace KafkaStellar.Lake;

/// <summary>zstd's working memory, freed once whatever happens.</summary>
internal abstract class ZstdContext() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    internal sealed class ForDecompression : ZstdContext
    {
        protected override bool ReleaseHandle() => ZstdNative.IsError(ZstdNative.FreeDecompression(handle)) == 0;
    }

    internal sealed class ForCompression : ZstdContext
    {
        protected override bool ReleaseHandle() => ZstdNative.IsError(ZstdNative.FreeCompression(handle)) == 0;
    }
}
