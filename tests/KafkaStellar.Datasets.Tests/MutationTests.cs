using System.Buffers.Binary;
using KafkaStellar.Arrow;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Ledgers that were bent: every dataset gives rows or a <see cref="LedgerRefusedException"/>, or the arm looks like one of a newer protocol, and nothing else happens.</summary>
public sealed class MutationTests
{
    // No larger than this, so that some thousand variants take seconds; every protocol and version of meta is among them.
    private const int MaxLength = 250_000;

    // A ledger's rows repeat some of its bytes, as XDR, text and JSON; none takes this many times its length.
    private const int MaxGrowth = 64;
    private const int MinGrowth = 100_000;

    private static readonly Lazy<List<(Network Network, byte[] Xdr)>> s_sample = new(() =>
    [
        .. Sample("core-with-classic-events", 3), .. Sample("testnet", 1), .. Sample("pubnet", 1), .. Sample("fuzz", 40), .. Sample("fuzz30", 40),
    ]);

    public static TheoryData<string> Datasets => [.. Catalog.All.Select(dataset => dataset.Name)];

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public void A_ledger_cut_at_any_thousandth_byte_is_refused(string dataset)
    {
        using var tried = new Tried(dataset);
        foreach ((Network network, byte[] xdr) in s_sample.Value)
        {
            for (int length = 0; length < xdr.Length; length += 1_000) tried.IsRefused(network, xdr.AsSpan(0, length)).ShouldBeTrue();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public void A_ledger_with_flipped_bits_gives_rows_or_is_refused(string dataset)
    {
        using var tried = new Tried(dataset);
        var random = new Random(21);
        int refused = 0;
        foreach ((Network network, byte[] xdr) in s_sample.Value)
        {
            for (int i = 0; i < 12; i++)
            {
                byte[] bent = [.. xdr];
                for (int flips = 0; flips <= i % 4; flips++) bent[random.Next(bent.Length)] ^= (byte)(1 << random.Next(8));
                if (tried.IsRefused(network, bent)) refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
    }

    [SkippableTheory]
    [MemberData(nameof(Datasets))]
    public void A_ledger_with_numbers_blown_up_gives_rows_or_is_refused(string dataset)
    {
        uint[] numbers = [uint.MaxValue, int.MaxValue, 0x8000_0000, 0, 1, 0x0100_0000, 26, 1500];
        using var tried = new Tried(dataset);
        var random = new Random(22);
        int refused = 0;
        foreach ((Network network, byte[] xdr) in s_sample.Value)
        {
            for (int i = 0; i < 12; i++)
            {
                byte[] bent = [.. xdr];
                BinaryPrimitives.WriteUInt32BigEndian(bent.AsSpan(random.Next(bent.Length / 4) * 4), numbers[random.Next(numbers.Length)]);
                if (tried.IsRefused(network, bent)) refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
    }

    private static Selection AllOf(Dataset dataset) => Selection.Of(
        diagnostics: dataset.Filters.Contains(nameof(Selection.Diagnostics)),
        evictions: dataset.Filters.Contains(nameof(Selection.Evictions)));

    private static IEnumerable<(Network, byte[])> Sample(string set, int oneIn)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        var network = new Network(set, ledgers.Passphrase);
        return ledgers.LedgerCloseMetas().Where((xdr, i) => i % oneIn == 0 && xdr.Length <= MaxLength).Select(xdr => (network, xdr.ToArray()));
    }

    /// <summary>A dataset's extractor, the same for all ledgers of a network, as in a worker.</summary>
    private sealed class Tried(string dataset) : IDisposable
    {
        private IExtractor? _extractor;
        private LedgerWalk? _walk;

        public bool IsRefused(Network network, ReadOnlySpan<byte> xdr)
        {
            if (_walk?.Network != network)
            {
                _extractor?.Dispose();
                _walk = new LedgerWalk(network);
                _extractor = Catalog.Find(dataset).NewExtractor(network, AllOf(Catalog.Find(dataset)));
            }

            try
            {
                Ledger ledger = _walk!.Read(xdr);
                using RecordBatch rows = _extractor!.Extract(in ledger);
                ArrowIpc.SerializedLength(rows).ShouldBeLessThan(MinGrowth + (long)xdr.Length * MaxGrowth);
                return false;
            }
            catch (Exception refusal) when (refusal is LedgerRefusedException or UnknownProtocolException)
            {
                return true;
            }
        }

        public void Dispose() => _extractor?.Dispose();
    }
}
