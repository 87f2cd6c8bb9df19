using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Lake;

/// <summary>Finds out how ledgers stand in decompressed bytes, and where each starts and ends.</summary>
/// <remarks>
/// The rule. The first words decide which kinds are possible at all:
/// <list type="table">
/// <item><term>stream</term><description>the top bit of the first word is set, the other bits are no more than the bytes that follow</description></item>
/// <item><term>batch</term><description>start ≤ end, count = end − start + 1, then a version: 0, 1, 2, or one that may come</description></item>
/// <item><term>bare</term><description>a version</description></item>
/// </list>
/// Each possible kind is then read whole, in this order; the first that is right to its last byte is the answer. When none is, the failure told is
/// that of the kind which got furthest. (A batch cannot start with the top bit set before ledger 2³¹, and a ledger that also
/// reads as a batch's head does not read on as one: two kinds are hardly ever tried, and never both right.)
/// </remarks>
internal static class LedgerFileParser
{
    private const string Replace = "Fetch the file again, or leave it out.";
    private const uint FragmentBit = 0x8000_0000;

    // A LedgerCloseMeta's fixed parts alone; bounds a batch's count before it is believed.
    private const int SmallestLedger = 400;

    // Versions of LedgerCloseMeta are 0, 1 and 2 today: one of the next few is one of tomorrow, anything larger is something else.
    private const uint MostVersion = 9;

    internal static (LedgerFileKind Kind, IReadOnlyList<RawLedger> Ledgers) Parse(string file, ReadOnlyMemory<byte> bytes)
    {
        Exception? furthest = null;
        long? reached = null;
        foreach (LedgerFileKind kind in (ReadOnlySpan<LedgerFileKind>)[LedgerFileKind.Stream, LedgerFileKind.Batch, LedgerFileKind.Bare])
        {
            if (!IsPossible(kind, bytes.Span)) continue;
            try
            {
                return (kind, Parse(kind, file, bytes));
            }
            catch (Exception refused) when (refused is LedgerFileException or UnknownProtocolException)
            {
                // A ledger that was read to its end, and is of a newer protocol, settles the kind.
                long? at = refused is LedgerFileException known ? known.Offset : (refused.InnerException as XdrException)?.Offset ?? long.MaxValue;
                if (furthest is null || at > reached) (furthest, reached) = (refused, at);
            }
        }

        throw (furthest as UnknownProtocolException)?.At(file) ?? furthest ?? new LedgerFileException(file, null, 0, Unknown(bytes.Span), "Give a data lake's object, a LedgerCloseMeta or a stellar-core metadata stream (plain, .zst or .gz).");
    }

    private static string Unknown(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? "the file is empty" : "neither a LedgerCloseMetaBatch, nor a LedgerCloseMeta, nor a stellar-core metadata stream";

    private static bool IsPossible(LedgerFileKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        LedgerFileKind.Stream => Word(bytes, 0) is { } header && (header & FragmentBit) != 0,
        LedgerFileKind.Batch => Word(bytes, 0) is { } start && Word(bytes, 1) is { } end && Word(bytes, 2) is { } count
            && end >= start && count == (ulong)end - start + 1 && Word(bytes, 3) is null or <= MostVersion,
        _ => Word(bytes, 0) is <= MostVersion,
    };

    private static uint? Word(ReadOnlySpan<byte> bytes, int index) =>
        bytes.Length >= index * 4 + 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * 4)..]) : null;

    private static List<RawLedger> Parse(LedgerFileKind kind, string file, ReadOnlyMemory<byte> bytes)
    {
        var reader = new XdrReader(bytes.Span);
        var ledgers = new List<RawLedger>();
        try
        {
            switch (kind)
            {
                case LedgerFileKind.Stream: ReadStream(ref reader, file, bytes, ledgers); break;
                case LedgerFileKind.Batch: ReadBatch(ref reader, file, bytes, ledgers); break;
                default: ledgers.Add(RawLedger.Read(ref reader, bytes, null)); break;
            }

            reader.End();
            return ledgers;
        }
        catch (XdrException broken)
        {
            throw new LedgerFileException(file, After(ledgers), broken.Offset, $"{broken.Problem} (read as {Name(kind)})", Replace, broken);
        }
    }

    private static void ReadStream(ref XdrReader reader, string file, ReadOnlyMemory<byte> bytes, List<RawLedger> ledgers)
    {
        while (reader.Remaining > 0)
        {
            int at = reader.Position;
            uint header = reader.ReadUInt32();
            if ((header & FragmentBit) == 0)
                throw new LedgerFileException(file, After(ledgers), at, "a record's header without its top bit", Replace);
            int length = (int)(header & ~FragmentBit);
            if (length > reader.Remaining)
                throw new LedgerFileException(file, After(ledgers), at, $"cut: a record of {length} bytes, of which {reader.Remaining} are there", Replace);
            RawLedger ledger = RawLedger.Read(ref reader, bytes, After(ledgers));
            if (reader.Position != at + 4 + length)
                throw new LedgerFileException(file, ledger.Sequence, at, $"a record of {length} bytes whose ledger takes {reader.Position - at - 4}", Replace);
            ledgers.Add(ledger);
        }
    }

    private static void ReadBatch(ref XdrReader reader, string file, ReadOnlyMemory<byte> bytes, List<RawLedger> ledgers)
    {
        uint start = reader.ReadUInt32();
        reader.Advance(4); // the end: start, end and count were compared before
        int count = reader.ReadCount(int.MaxValue, SmallestLedger);
        for (uint i = 0; i < count; i++)
        {
            int at = reader.Position;
            RawLedger ledger = RawLedger.Read(ref reader, bytes, start + i);
            if (ledger.Sequence != start + i)
                throw new LedgerFileException(file, ledger.Sequence, at, $"ledger {ledger.Sequence} stands where the batch has ledger {start + i}", Replace);
            ledgers.Add(ledger);
        }
    }

    private static uint? After(List<RawLedger> ledgers) => ledgers.Count == 0 ? null : ledgers[^1].Sequence + 1;

    private static string Name(LedgerFileKind kind) => kind switch
    {
        LedgerFileKind.Stream => "a stellar-core metadata stream",
        LedgerFileKind.Batch => "a LedgerCloseMetaBatch",
        _ => "a LedgerCloseMeta",
    };
}
