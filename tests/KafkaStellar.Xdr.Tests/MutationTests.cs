using System.Buffers.Binary;

namespace KafkaStellar.Xdr.Tests;

/// <summary>Ledgers that were bent: whatever the bytes are, the answer is yes or an <see cref="XdrException"/>, soon and in little memory.</summary>
public class MutationTests
{
    // All protocols and versions of LedgerCloseMeta and TransactionMeta, Soroban and not, none so large that passing over it takes long.
    private const int MaxLength = 400_000;

    private static readonly Lazy<List<StoredLedger>> Sample = new(() =>
    [
        .. StoredLedgers.Of("core-with-classic-events").Where((_, i) => i % 3 == 0),
        .. StoredLedgers.Of("testnet", "pubnet").Where(ledger => ledger.Xdr.Length <= MaxLength),
        .. StoredLedgers.Of("fuzz").Where((_, i) => i % 50 == 0),
    ]);

    [SkippableFact]
    public void A_ledger_cut_at_any_thousandth_byte_is_refused()
    {
        foreach (StoredLedger ledger in Sample.Value)
        {
            for (int length = 0; length < ledger.Xdr.Length; length += 1_000)
                Refusal(ledger.Xdr.Span[..length]).ShouldNotBeNull($"{ledger.Name} cut at {length}").Offset.ShouldBeLessThanOrEqualTo(length);
        }
    }

    [SkippableFact]
    public void A_ledger_with_more_bytes_after_it_is_passed_over_without_them()
    {
        foreach (StoredLedger ledger in Sample.Value)
        {
            byte[] more = [.. ledger.Xdr.Span, 0, 0, 0, 0];
            XdrException refusal = Refusal(more).ShouldNotBeNull();
            refusal.Offset.ShouldBe(ledger.Xdr.Length);
            refusal.Problem.ShouldBe("4 bytes are left over");
        }
    }

    [SkippableFact]
    public void A_ledger_with_flipped_bits_is_read_or_refused()
    {
        var random = new Random(20);
        int refused = 0;
        foreach (StoredLedger ledger in Sample.Value)
        {
            byte[] bytes = ledger.Xdr.ToArray();
            for (int i = 0; i < 60; i++)
            {
                (int At, byte Was)[] flips = [.. Enumerable.Range(0, 1 + i % 4).Select(_ => random.Next(bytes.Length)).Distinct().Select(at => (at, bytes[at]))];
                foreach ((int at, _) in flips) bytes[at] ^= (byte)(1 << random.Next(8));
                if (Refusal(bytes) is XdrException refusal)
                {
                    refusal.Offset.ShouldBeInRange(0, bytes.Length);
                    refused++;
                }

                foreach ((int at, byte was) in flips) bytes[at] = was;
            }
        }

        refused.ShouldBeGreaterThan(500);
    }

    [SkippableFact]
    public void A_ledger_with_numbers_blown_up_is_read_or_refused_in_little_memory()
    {
        var random = new Random(21);
        int refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        long copies = 0;
        foreach (StoredLedger ledger in Sample.Value)
        {
            byte[] bytes = ledger.Xdr.ToArray();
            copies += bytes.Length;
            for (int i = 0; i < 60; i++)
            {
                int at = random.Next(bytes.Length / 4) * 4;
                uint was = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
                uint blown = (i % 4) switch { 0 => int.MaxValue, 1 => uint.MaxValue, 2 => (uint)bytes.Length, _ => was + 1 };
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), blown);
                if (Refusal(bytes) is not null) refused++;
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), was);
            }
        }

        refused.ShouldBeGreaterThan(500);
        // What is left beside the copies are the exceptions themselves.
        (GC.GetAllocatedBytesForCurrentThread() - before - copies).ShouldBeLessThan(64L << 20);
    }

    [Fact]
    public void Noise_is_refused()
    {
        var random = new Random(22);
        byte[] noise = new byte[4_096];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(noise);
            BinaryPrimitives.WriteInt32BigEndian(noise, i % 3); // a version that there is, so that more is looked at
            Refusal(noise).ShouldNotBeNull();
        }
    }

    private static XdrException? Refusal(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new XdrReader(bytes);
            LedgerCloseMeta.Skip(ref reader);
            reader.End();
            return null;
        }
        catch (XdrException refusal)
        {
            return refusal;
        }
    }
}
