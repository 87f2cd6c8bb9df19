using System.ComponentModel.DataAnnotations;

namespace KafkaStellar.Lake;

/// <summary>How to reach an S3 store; what is not said is taken from the environment as AWS's own tools do.</summary>
public sealed class S3Options
{
    /// <summary>The store's address, for one that is not AWS's: <c>http://127.0.0.1:9000</c>. Buckets are then parts of the path.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The region; else the environment's, else us-east-1.</summary>
    public string? Region { get; set; }

    /// <summary>Whether to ask without a signature: public buckets, for reading.</summary>
    public bool Anonymous { get; set; }

    /// <summary>The access key; else the environment's (AWS_ACCESS_KEY_ID, a profile, a role).</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretKey { get; set; }

    /// <summary>
    /// How long the store may take for one request, and one second more for each MiB. 30 s: a store that has fallen silent is asked again some times before Kafka takes
    /// the sink for dead.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}
