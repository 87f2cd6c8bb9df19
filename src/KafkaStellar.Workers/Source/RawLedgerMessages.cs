using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Topics;
using RawLedger = KafkaStellar.Lake.RawLedger;

namespace KafkaStellar.Workers.Source;

/// <summary>A ledger of a lake → its message in raw-ledgers.</summary>
internal sealed class RawLedgerMessages(Network network)
{
    private readonly MessageEncoder _encoder = new(RawLedgers.Contract, network.Name, RawLedgers.Schema, CodeVersion.Text);
    private readonly LedgerWalk _walk = new(network);

    /// <summary>The message. An object that holds this one ledger goes on as it came, compressed; a ledger among others as its XDR.</summary>
    /// <exception cref="LedgerFileException">The ledger is refused: by its content, as another network's, or by its size.</exception>
    public OutgoingMessage Of(LakeObject found, RawLedger raw)
    {
        if (raw.Xdr.Length > RawLedgers.MaxLedgerBytes)
            throw new LedgerFileException(found.Key.Key, raw.Sequence, null, $"it has {raw.Xdr.Length} bytes; {_encoder.Topic} takes at most {RawLedgers.MaxLedgerBytes}", "Raise that limit for all workers.");
        try
        {
            Ledger ledger = _walk.Read(raw.Xdr.Span);
            bool alone = found.Ledgers.Count == 1;
            using RecordBatch rows = RawLedgers.ToRows(
            [
                new()
                {
                    Sequence = ledger.Sequence,
                    Hash = ledger.Hash.ToArray(),
                    PreviousHash = ledger.Header.PreviousLedgerHash.ToArray(),
                    ClosedAt = CloseTime.Of(in ledger),
                    ProtocolVersion = ledger.Header.LedgerVersion,
                    TransactionCount = (uint)ledger.TransactionCount,
                    OperationCount = ledger.TransactionSetOperationCount,
                    LedgerCloseMeta = alone ? found.Compressed : raw.Xdr,
                    Encoding = alone ? RawLedgerEncoding.Zstd : RawLedgerEncoding.Xdr,
                },
            ]);
            return _encoder.Encode(rows, LedgerSpan.Of(ledger.Sequence), CloseTime.Exactly(in ledger))[0];
        }
        catch (LedgerRefusedException refused)
        {
            throw new LedgerFileException(found.Key.Key, raw.Sequence, null, refused.Message, "Name the network that the lake is of, or fetch the object again.", refused);
        }
        catch (TopicsException tooLarge)
        {
            throw new LedgerFileException(found.Key.Key, raw.Sequence, null, "it is too large for a message", tooLarge.Message, tooLarge);
        }
    }
}
