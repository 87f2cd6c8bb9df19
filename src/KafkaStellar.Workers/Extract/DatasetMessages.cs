using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Extract;

/// <summary>A ledger → the messages of one dataset.</summary>
internal sealed class DatasetMessages : IDisposable
{
    private readonly IExtractor _extractor;
    private readonly MessageEncoder _encoder;

    public DatasetMessages(Dataset dataset, Network network, Selection selection)
    {
        Name = dataset.Name;
        _extractor = dataset.NewExtractor(network, selection);
        _encoder = new MessageEncoder(Contracts.Of(dataset), network.Name, _extractor.Schema, CodeVersion.Text, selection.Text);
    }

    /// <summary>The dataset.</summary>
    public string Name { get; }

    /// <summary>The messages: one, or parts where the ledger is too large for one.</summary>
    /// <exception cref="LedgerRefusedException">No true rows can be made of the ledger.</exception>
    public IReadOnlyList<OutgoingMessage> Of(in Ledger ledger, Position source)
    {
        using RecordBatch rows = _extractor.Extract(in ledger);
        return _encoder.Encode(rows, LedgerSpan.Of(ledger.Sequence), CloseTime.Exactly(in ledger), source);
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();
}
