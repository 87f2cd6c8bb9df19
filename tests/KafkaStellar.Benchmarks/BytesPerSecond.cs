using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace KafkaStellar.Benchmarks;

/// <summary>How many bytes of ledgers, and how many ledgers, one core gets through in a second.</summary>
internal sealed class BytesPerSecond : IColumn
{
    public string Id => nameof(BytesPerSecond);

    public string ColumnName => "Throughput";

    public string Legend => "bytes of LedgerCloseMeta and ledgers a second on one core";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => false;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "–";
        double seconds = statistics.Median / 1e9;
        return $"{LedgerBytes.Length / seconds / 1e9:F2} GB/s, {LedgerBytes.All.Length / seconds:F0} ledgers/s";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
