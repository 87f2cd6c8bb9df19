namespace KafkaStellar.Arrow.Ipc;

/// <summary>Numbers of the IPC stream format that writer and reader share.</summary>
internal static class Wire
{
    public const uint Continuation = 0xFFFFFFFF;

    /// <summary>Continuation marker and length of the metadata.</summary>
    public const int PrefixLength = 8;

    /// <summary>Metadata, bodies and buffers begin at multiples of this.</summary>
    public const int Alignment = 8;

    /// <summary>MetadataVersion V5, the only one since Arrow 1.0.</summary>
    public const short Version = 4;

    public static long Aligned(long length) => (length + Alignment - 1) & -Alignment;
}
