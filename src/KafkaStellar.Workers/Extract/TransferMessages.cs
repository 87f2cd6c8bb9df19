using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Datasets.TokenTransfers;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Hosting;

namespace KafkaStellar.Workers.Extract;

/// <summary>Messages of transactions → messages of token transfers, one for each; for a ledger in parts, with its last part.</summary>
internal sealed class TransferMessages : IDisposable
{
    /// <summary>The dataset that is made of rows of transactions instead of ledgers.</summary>
    public const string Dataset = "token_transfers";

    private readonly TopicContract _input = Contracts.Of(Catalog.Find("transactions"));
    private readonly string _network;
    private readonly TokenTransfersExtractor _extractor;
    private readonly TransferSelfCheck _selfCheck;
    private readonly MessageEncoder _encoder;
    private readonly Dictionary<int, LedgerSequence> _sequences = [];
    private readonly Dictionary<int, List<TopicMessage>> _parts = [];

    /// <param name="network">The network.</param>
    /// <param name="selection">Which transfers.</param>
    /// <param name="verifyOneIn">Every how many ledgers all transfers are compared with the balances that moved; 0 for none.</param>
    public TransferMessages(Network network, Selection selection, int verifyOneIn = 0)
    {
        _network = network.Name;
        _extractor = new TokenTransfersExtractor(network, selection);
        _selfCheck = new TransferSelfCheck(network, selection, verifyOneIn);
        _encoder = new MessageEncoder(Contracts.Of(TokenTransfersExtractor.Dataset), network.Name, _extractor.Schema, CodeVersion.Text, selection.Text);
        Input = _input.TopicOn(network.Name);
    }

    /// <summary>The topic of transactions.</summary>
    public string Input { get; }

    /// <summary>Whether parts of a ledger were read from a partition whose last part is still to come.</summary>
    public bool AwaitsMoreOf(TopicPartition partition) => partition.Topic == Input && _parts.ContainsKey(partition.Partition);

    /// <summary>The messages: one, or parts where the rows are too many for one; none yet where a ledger's last part is to come.</summary>
    /// <exception cref="BadMessageException">The message cannot be read, or is a part without those before it.</exception>
    /// <exception cref="LedgerRefusedException">No true rows can be made of a ledger.</exception>
    /// <exception cref="BrokenChainException">The ledger does not follow the one before it, or comes before the parts of that have ended.</exception>
    /// <exception cref="TransfersDisagreeException">The transfers do not agree with the balances that moved.</exception>
    public IReadOnlyList<OutgoingMessage> Of(TopicMessage message)
    {
        try
        {
            return Made(message);
        }
        catch (Exception bad) when (Failures.IsBadMessage(bad) && _parts.Remove(message.Position.Partition, out List<TopicMessage>? before))
        {
            if (bad is LedgerRefusedException) throw; // it names its ledger
            throw new BadMessageException(
                message.Position,
                $"{bad.Message} It is one of the parts of ledger {before[0].Identity().Ledgers.First}, of which no transfers are made: write its transactions again.", bad);
        }
    }

    /// <summary>A partition is read from behind a message on: what was read of it after that comes again, or is another's. Null where none is before.</summary>
    public void Begin(int partition, TopicMessage? before)
    {
        _parts.Remove(partition);
        SequenceOf(partition).Begin(before?.Identity().Ledgers.Last);
    }

    /// <summary>A message was set aside.</summary>
    public void PassOver(TopicMessage message)
    {
        if (message.LedgersOf(_input.Dataset, _network) is { } ledgers) SequenceOf(message.Position.Partition).PassOver(ledgers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _extractor.Dispose();
        _selfCheck.Dispose();
    }

    private IReadOnlyList<OutgoingMessage> Made(TopicMessage message)
    {
        MessageHeaders identity = message.Identity();
        if (identity.Selection is { } narrowed)
        {
            throw new BrokenChainException(
                $"{message.Position}: its transactions are a selection ({narrowed}), of which the token transfers of whole ledgers cannot be made. Extract all transactions; narrow the transfers instead.");
        }

        if (identity.Part is { } part) return OfPart(message, identity, part);
        if (_parts.TryGetValue(message.Position.Partition, out List<TopicMessage>? open))
            throw new BrokenChainException($"{message.Position}: a whole ledger stands where the parts of ledger {open[0].Identity().Ledgers.First} have not ended; nothing was written past them.");
        VerifyNext(message.Position, identity);
        using RecordBatch transactions = message.Decode(_input, _network);
        using RecordBatch rows = _extractor.Extract(TransactionRows.Of(transactions));
        _selfCheck.Check([transactions], rows, identity.Ledgers.First, message.Position);
        return Messages(rows, message, identity);
    }

    private IReadOnlyList<OutgoingMessage> OfPart(TopicMessage message, MessageHeaders identity, MessagePart part)
    {
        int partition = message.Position.Partition;
        List<TopicMessage> parts = _parts.GetValueOrDefault(partition) ?? [];
        if (part.Index != parts.Count + 1) throw new BadMessageException(message.Position, $"it is part {part} of ledger {identity.Ledgers.First}, and {parts.Count} parts stand before it.");
        if (part.Index == 1) VerifyNext(message.Position, identity);
        parts.Add(message);
        _parts[partition] = parts;
        if (part.Index < part.Count) return [];

        var batches = new List<RecordBatch>();
        try
        {
            foreach (TopicMessage one in parts) batches.Add(one.Decode(_input, _network));
            using RecordBatch rows = _extractor.ExtractParts(batches);
            _selfCheck.Check(batches, rows, identity.Ledgers.First, message.Position);
            _parts.Remove(partition);
            return Messages(rows, message, identity);
        }
        finally
        {
            batches.ForEach(batch => batch.Dispose());
        }
    }

    private IReadOnlyList<OutgoingMessage> Messages(RecordBatch rows, TopicMessage message, MessageHeaders identity)
    {
        IReadOnlyList<OutgoingMessage> made = _encoder.Encode(rows, identity.Ledgers, message.Timestamp, message.Position);
        if (!identity.IsLate) SequenceOf(message.Position.Partition).Begin(identity.Ledgers.Last);
        return identity.IsLate ? [.. made.Select(one => one with { Headers = one.Headers with { IsLate = true } })] : made;
    }

    // Those that were made late, of a dead letter, stand behind later ones.
    private void VerifyNext(Position position, MessageHeaders identity)
    {
        if (!identity.IsLate) SequenceOf(position.Partition).Verify($"{position}", identity.Ledgers);
    }

    private LedgerSequence SequenceOf(int partition)
    {
        if (!_sequences.TryGetValue(partition, out LedgerSequence? sequence)) _sequences[partition] = sequence = new LedgerSequence(_input);
        return sequence;
    }
}
