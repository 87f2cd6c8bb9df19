using KafkaStellar.Datasets;
using KafkaStellar.Lake;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Simulated ledgers → a data lake (SEP-54) in a folder, or a stream as stellar-core writes it.</summary>
internal static class SimulateCommand
{
    // Bit 31 says that a record has no further fragment (RFC 5531 §11); the other bits are its length.
    private const uint LastFragment = 0x8000_0000;

    /// <summary>Writes a lake of one ledger an object, 64,000 objects a partition, as the public lakes have.</summary>
    public static async Task WriteLakeAsync(Network network, SimulationOptions options, int ledgers, string folder, CancellationToken stop)
    {
        var simulator = new LedgerSimulator(network, options); // first: what it refuses leaves no lake behind
        var manifest = new LakeManifest(network.Passphrase, new LakeLayout());
        LedgerLakeWriter lake = await LedgerLakeWriter.OpenAsync(new FolderStore(folder), manifest, Zstd.DefaultLevel, stop);
        for (int i = 0; i < ledgers; i++)
        {
            byte[] ledger = simulator.Next().ToArray();
            await lake.WriteAsync(simulator.Sequence, ledger, stop);
        }

        await lake.FlushAsync(stop);
    }

    /// <summary>Writes a stream: before each ledger its length, four bytes big-endian with the top bit set.</summary>
    public static void WriteStream(Network network, SimulationOptions options, int ledgers, Stream output, CancellationToken stop)
    {
        var simulator = new LedgerSimulator(network, options);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < ledgers; i++)
        {
            stop.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> ledger = simulator.Next();
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(length, LastFragment | (uint)ledger.Length);
            output.Write(length);
            output.Write(ledger);
        }
    }
}
