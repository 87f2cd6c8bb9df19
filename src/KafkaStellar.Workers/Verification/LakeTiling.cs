using System.Globalization;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Verification;

/// <summary>Lays the ledgers of a lake's intents side by side: of each dataset, each partition's are there once, and none is missing before another.</summary>
/// <remarks>After the last of a partition the lake is only not there yet: partitions are read each at its own pace.</remarks>
internal sealed class LakeTiling
{
    /// <summary>What to do about each problem.</summary>
    internal const string Remedy = "Restore the intents and their files from a copy of the lake, or let a sink of another id make a lake anew.";

    private readonly SortedDictionary<string, List<Tile>> _topics = new(StringComparer.Ordinal);

    /// <summary>Adds an intent.</summary>
    public void Add(string topic, int partition, Intent intent, string owner)
    {
        if (!_topics.TryGetValue(topic, out List<Tile>? tiles)) _topics[topic] = tiles = [];
        tiles.AddRange(intent.Held.Select(range => new Tile(partition, range, owner, IsExact: intent.Version > Intent.OldestVersion)));
    }

    /// <summary>What is not as it must be, a sentence each.</summary>
    public IEnumerable<string> Problems() => _topics.SelectMany(topic =>
        topic.Value.Count > 0 && TopicName.TryParse(topic.Key, out TopicName? name) && Catalog.All.FirstOrDefault(dataset => dataset.Name == name!.Dataset) is { } dataset
            ? Of(topic.Key, Contracts.Of(dataset), topic.Value)
            : []);

    private static IEnumerable<string> Of(string topic, TopicContract contract, List<Tile> tiles)
    {
        uint least = tiles.Min(tile => tile.Range.First), greatest = tiles.Max(tile => tile.Range.Last);
        for (int partition = 0; partition < contract.Partitions; partition++)
        {
            Tile[] row = [.. tiles.Where(tile => tile.Partition == partition).OrderBy(tile => tile.Range.First)];
            uint wanted = FirstFrom(contract, partition, least);
            // A partition that has nothing yet while others went once around is none that is only late.
            if (row.Length == 0 && wanted + ((ulong)contract.Partitions * (uint)contract.Span) <= greatest)
                yield return string.Create(CultureInfo.InvariantCulture, $"{topic}/{partition}: no intent holds anything of this partition, whose ledgers begin with {wanted}; others hold ledgers up to {greatest}. {Remedy}");
            Tile? before = null;
            foreach (Tile tile in row)
            {
                if (tile.Range.First > wanted) yield return string.Create(CultureInfo.InvariantCulture, $"{topic}/{partition}: ledgers {wanted} to {tile.Range.First - 1} of this partition are in no intent. {Remedy}");
                // An intent of version 2 names its ends only: what it holds between them is told from its rows.
                if (before is { IsExact: true } && tile.IsExact && tile.Range.First <= before.Range.Last)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{topic}/{partition}: ledgers {tile.Range.First} to {Math.Min(before.Range.Last, tile.Range.Last)} are in two intents: {before.Owner}; {tile.Owner}. {Remedy}");
                if (before is null || tile.Range.Last > before.Range.Last) before = tile;
                wanted = contract.NextInPartition(before.Range.Last);
            }
        }
    }

    // The first ledger of a partition that is not before another.
    private static uint FirstFrom(TopicContract contract, int partition, uint ledger)
    {
        while (contract.PartitionOf(ledger) != partition) ledger = ((ledger / (uint)contract.Span) + 1) * (uint)contract.Span;
        return ledger;
    }

    private sealed record Tile(int Partition, LedgerRange Range, string Owner, bool IsExact);
}
