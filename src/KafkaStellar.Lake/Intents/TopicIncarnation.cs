namespace KafkaStellar.Lake;

/// <summary>A topic, and which one of that name: a topic that is deleted and made again begins anew, and so does its chain of intents.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Id">What Kafka calls it: 32 hex digits.</param>
public readonly record struct TopicIncarnation(string Topic, string Id);
