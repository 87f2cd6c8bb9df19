using FsCheck;
using FsCheck.Fluent;
using KafkaStellar.Arrow.Ipc;
using KafkaStellar.Arrow.Memory;

namespace KafkaStellar.Arrow.Tests;

/// <summary>Damaged streams end in a refusal or in a batch that can be read through; never in anything else, and not in much memory.</summary>
public class MutationTests
{
    private const long MemoryLimit = 4 << 20; // the stream has 5 KB

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0x04)]
    public void Each_byte_changed(byte flip)
    {
        byte[] original = Small();
        int refused = 0;
        for (int at = 0; at < original.Length; at++)
        {
            byte[] bytes = [.. original];
            bytes[at] ^= flip;
            refused += IsRefused(bytes, $"byte {at} ^ {flip}") ? 1 : 0;
        }

        refused.ShouldBeInRange(original.Length / 10, original.Length - 1);
    }

    [Fact]
    public void Each_four_bytes_replaced_by_extreme_numbers()
    {
        byte[] original = Small();
        foreach (int number in (int[])[0, -1, int.MinValue, int.MaxValue, 0x00FFFFFF])
        {
            for (int at = 0; at + 4 <= original.Length; at += 4)
            {
                byte[] bytes = [.. original];
                BitConverter.TryWriteBytes(bytes.AsSpan(at), number);
                IsRefused(bytes, $"{number} at {at}");
            }
        }
    }

    [Fact]
    public void Each_truncation_is_refused_from_memory_and_from_a_stream()
    {
        byte[] original = Small();
        for (int length = 0; length < original.Length; length++)
        {
            byte[] bytes = original[..length];
            IsRefused(bytes, $"{length} bytes").ShouldBeTrue($"{length} bytes");
            using var reader = new ArrowStreamReader(new MemoryStream(bytes));
            Should.Throw<ArrowFormatException>(() => { while (reader.ReadNextRecordBatch() is { } batch) batch.Dispose(); })
                .Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void Random_damage_to_random_streams()
    {
        Prop.ForAll(RandomBatch.Any, specimen =>
        {
            using RecordBatch batch = specimen.Build();
            byte[] bytes = ArrowIpc.Serialize(batch);
            var random = new System.Random(specimen.Seed);
            for (int i = 0; i < 20; i++)
            {
                byte[] damaged = [.. bytes];
                for (int j = random.Next(1, 6); j > 0; j--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                IsRefused(damaged, $"damage {i}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => IsRefused(bytes, "random").ShouldBeTrue())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static byte[] Small()
    {
        using RecordBatch batch = EveryType.Batch(6, 3);
        return ArrowIpc.Serialize(batch);
    }

    private static bool IsRefused(byte[] bytes, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), native = NativeMemoryPool.BytesInUse;
        try
        {
            foreach (RecordBatch batch in ArrowIpc.DeserializeAll(bytes))
            {
                Touch.All(batch);
                batch.Dispose();
            }

            return false;
        }
        catch (ArrowFormatException refusal)
        {
            refusal.Offset.ShouldBeInRange(0, bytes.Length, what);
            return true;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MemoryLimit, what);
            NativeMemoryPool.BytesInUse.ShouldBe(native, what);
        }
    }
}
