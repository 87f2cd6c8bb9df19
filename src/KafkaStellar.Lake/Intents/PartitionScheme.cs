using System.Globalization;
using System.Text.Json.Serialization;

namespace KafkaStellar.Lake;

/// <summary>How rows are spread over folders, by the close time of their ledger (UTC), never by a worker's clock; Hive style.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartitionScheme>))]
public enum PartitionScheme
{
    /// <summary>All in one folder.</summary>
    None,

    /// <summary><c>year=2026/month=06/day=18</c>.</summary>
    Date,

    /// <summary><c>year=2026/month=06/day=18/hour=23</c>.</summary>
    Hour,
}

/// <summary>The folders of a scheme.</summary>
public static class PartitionSchemes
{
    /// <summary>The folder of a ledger, without a slash at its end; "" for none.</summary>
    public static string FolderOf(this PartitionScheme scheme, DateTimeOffset closedAt)
    {
        string format = scheme switch
        {
            PartitionScheme.Date => "'year='yyyy'/month='MM'/day='dd",
            PartitionScheme.Hour => "'year='yyyy'/month='MM'/day='dd'/hour='HH",
            _ => "",
        };
        return format.Length == 0 ? "" : closedAt.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }
}
