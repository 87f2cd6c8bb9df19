namespace KafkaStellar.Arrow.Ipc;

/// <summary>What a message holds: the union <c>MessageHeader</c> of the format's Message.fbs.</summary>
internal enum MessageHeader : byte
{
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
}
