using System.Runtime.InteropServices;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Holders as text (SEP-23), the recent ones remembered: most events are of few accounts.</summary>
internal sealed class StrKeyTexts
{
    private const int Slots = 8192;
    private const int TextLength = 56;

    private readonly Entry[] _entries = new Entry[Slots];

    /// <summary>Writes the text as ASCII and gives its length; -1 for nobody.</summary>
    public int Encode(in Holder holder, Span<byte> ascii)
    {
        if (holder.IsNone) return -1;
        return holder.Payload.Length == 32 ? Encode(holder.Kind, holder.Payload, ascii) : StrKey.Encode(holder.Kind, holder.Payload, ascii);
    }

    /// <summary>Writes a payload of 32 bytes as ASCII and gives its length.</summary>
    public int Encode(StrKeyKind kind, ReadOnlySpan<byte> payload, Span<byte> ascii)
    {
        // Keys and hashes are as good as random: any of their bits spread over the slots.
        ref Entry entry = ref _entries[(MemoryMarshal.Read<int>(payload[8..]) ^ (int)kind) & (Slots - 1)];
        if (entry.Kind != kind || !entry.Payload.Bytes.SequenceEqual(payload))
        {
            entry.Kind = kind;
            entry.Payload = new Hash32(payload);
            StrKey.Encode(kind, payload, entry.Text);
        }

        ((ReadOnlySpan<byte>)entry.Text).CopyTo(ascii);
        return TextLength;
    }

    private struct Entry
    {
        public StrKeyKind Kind;
        public Hash32 Payload;
        public Ascii56 Text;
    }

    [System.Runtime.CompilerServices.InlineArray(TextLength)]
    private struct Ascii56
    {
        private byte _first;
    }
}
