using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>Judges a lake by what anybody can see in it: every row once, every file promised once, the chain without a gap.</summary>
internal static class LakeOracle
{
    internal static async Task ShouldHoldEachRowOnceAsync(MemoryStore store, ModelKafka kafka, string because)
    {
        string[] data = [.. store.Objects.Keys.Where(key => !key.StartsWith(IntentLog.Root, StringComparison.Ordinal))];
        string[] rows = [.. data.SelectMany(key => store.TextOf(key).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal)];
        string[] expected = [.. Enumerable.Range(0, (int)kafka.End).Select(offset => ModelSink.Row(offset).TrimEnd('\n')).Order(StringComparer.Ordinal)];
        if (!rows.SequenceEqual(expected)) rows.ShouldBe(expected, because);

        IReadOnlyList<Intent> chain = await new IntentLog(store, ModelSink.SinkId).ReadAsync(ModelKafka.Incarnation, 0, default);
        chain[0].Start.ShouldBe(0, because);
        chain[^1].End.ShouldBe(kafka.End, because);
        for (int i = 1; i < chain.Count; i++) chain[i].Start.ShouldBe(chain[i - 1].End, because);
        IntentFile[] promised = [.. chain.SelectMany(intent => intent.Files)];
        promised.Select(file => file.Path).Order(StringComparer.Ordinal).ShouldBe(data.Order(StringComparer.Ordinal), because);
        foreach (IntentFile file in promised) Convert.ToHexStringLower(SHA256.HashData(store.Objects[file.Path])).ShouldBe(file.Sha256, because);
    }
}
