using System.Text.Json;
using Kafka = Confluent.Kafka;

namespace KafkaStellar.Topics;

/// <summary>
/// Watches a producer from its own thread for what its calls do not tell: failed deliveries, and signs that the end of a transaction may be
/// under way twice (connections that broke, requests without an answer, hidden retries; KIP-890).
/// </summary>
internal sealed class ProducerWatch
{
    private readonly Lock _lock = new();
    private string? _suspicion;
    private string? _deliveryFailure;
    private bool _isRefused;
    private long? _troubles;

    /// <summary>Why the last transaction's end may not have been clean; none where there is no sign of it.</summary>
    public string? Suspicion
    {
        get
        {
            lock (_lock) return _suspicion;
        }
    }

    /// <summary>Why a message of the open transaction did not arrive.</summary>
    public string? DeliveryFailure
    {
        get
        {
            lock (_lock) return _deliveryFailure;
        }
    }

    /// <summary>Whether it did not arrive because its topic does not take it, and never will.</summary>
    public bool IsDeliveryRefused
    {
        get
        {
            lock (_lock) return _isRefused;
        }
    }

    /// <summary>A transaction begins. What was seen before it is kept: a late end of the last one is just what would harm it.</summary>
    public void Begin()
    {
        lock (_lock) (_deliveryFailure, _isRefused) = (null, false);
    }

    /// <summary>A new client with a new epoch begins.</summary>
    public void Restart()
    {
        lock (_lock) (_suspicion, _deliveryFailure, _isRefused, _troubles) = (null, null, false, null);
    }

    public void Suspect(string reason)
    {
        lock (_lock) _suspicion ??= reason;
    }

    public void Saw(Kafka.Error error)
    {
        if (KafkaErrors.IsSuspicious(error) && !IsFailedConnect(error.Reason)) Suspect(error.Reason);
    }

    /// <summary>
    /// librdkafka says FAIL or REQTMOUT before it repeats the requests that a broken connection took with it, so this is in time for the
    /// commit that hides them; errors and statistics may come later.
    /// </summary>
    public void SawLog(Kafka.LogMessage message)
    {
        if (message.Facility is "FAIL" or "REQTMOUT" && !IsFailedConnect(message.Message)) Suspect(message.Message);
    }

    public void Delivered(Kafka.DeliveryReport<byte[]?, byte[]?> report)
    {
        if (!report.Error.IsError) return;
        bool isRefused = report.Error.Code == Kafka.ErrorCode.MsgSizeTooLarge;
        lock (_lock)
        {
            // One that is refused is the cause; the others are dropped with it.
            if (_deliveryFailure is null || isRefused && !_isRefused) _deliveryFailure = $"{report.Topic}/{report.Partition.Value}: {report.Error.Reason}";
            _isRefused |= isRefused;
        }
    }

    /// <summary>A broker that could not even be connected to has no request of ours.</summary>
    private static bool IsFailedConnect(string reason) => reason.Contains("Connect to", StringComparison.Ordinal);

    /// <summary>
    /// librdkafka's statistics (STATISTICS.md): timed-out requests and disconnections, over all brokers. Its repeated requests are not
    /// counted:
    /// at full speed each transaction has some, as it begins while the markers of the last one are being written, and each was answered.
    /// </summary>
    public void SawStatistics(string json)
    {
        using JsonDocument statistics = JsonDocument.Parse(json);
        long troubles = 0;
        foreach (JsonProperty broker in statistics.RootElement.GetProperty("brokers").EnumerateObject())
        {
            foreach (string counter in (ReadOnlySpan<string>)["req_timeouts", "disconnects"])
            {
                if (broker.Value.TryGetProperty(counter, out JsonElement count)) troubles += count.GetInt64();
            }
        }
        lock (_lock)
        {
            if (_troubles is { } before && troubles > before)
                _suspicion ??= $"{troubles - before} requests timed out or lost their connection.";
            _troubles = troubles;
        }
    }
}
