using BenchmarkDotNet.Attributes;
using KafkaStellar.Xdr;

namespace KafkaStellar.Benchmarks;

/// <summary>How fast is the door: one pass over every byte of a ledger, every length, discriminant, flag and padding checked?</summary>
[MemoryDiagnoser]
public class XdrWalk
{
    private readonly byte[][] _ledgers = LedgerBytes.All;

    [Benchmark]
    public int Skip()
    {
        int end = 0;
        foreach (byte[] ledger in _ledgers)
        {
            var reader = new XdrReader(ledger);
            LedgerCloseMeta.Skip(ref reader);
            reader.End();
            end += reader.Position;
        }

        return end;
    }
}
