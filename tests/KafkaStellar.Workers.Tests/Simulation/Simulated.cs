using KafkaStellar.Datasets;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

/// <summary>Simulated ledgers, copied so that they can be kept.</summary>
internal static class Simulated
{
    public static Network Network { get; } = Network.Of("standalone", null);

    public static List<byte[]> Ledgers(int count, SimulationOptions options) => Ledgers(count, options, Network);

    public static List<byte[]> Ledgers(int count, SimulationOptions options, Network network)
    {
        var simulator = new LedgerSimulator(network, options);
        var ledgers = new List<byte[]>();
        for (int i = 0; i < count; i++) ledgers.Add(simulator.Next().ToArray());
        return ledgers;
    }

    public static LedgerCloseMetaV2 Read(byte[] ledger)
    {
        var reader = new XdrReader(ledger);
        LedgerCloseMetaV2 meta = LedgerCloseMeta.Read(ref reader).V2;
        reader.End();
        return meta;
    }
}
