namespace KafkaStellar.Topics;

/// <summary>
/// Kafka answered in a way that none of our retries can mend: a topic that is missing, messages lost to retention, a broker that refuses.
/// The worker halts; the message says what a person must do.
/// </summary>
public class TopicsException(string message, Exception? cause = null) : Exception(message, cause);
