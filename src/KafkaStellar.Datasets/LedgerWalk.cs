using System.Runtime.InteropServices;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>The one walk over a LedgerCloseMeta (V0, V1, V2): checks all of it in one pass, and joins envelopes to results by hash.</summary>
/// <remarks>
/// Envelopes stand in the transaction set, results in order of application; what joins them is the transaction hash, which needs the
/// network's id. A walk keeps its memory from ledger to ledger and serves one thread; what it gives is good until its next ledger.
/// </remarks>
public sealed class LedgerWalk(Network network)
{
    // Before protocol 10 fees could be charged in ways that the meta of those days does not tell (stellar-core's own limit).
    private const uint FirstProtocolWithFeeMeta = 10;

    private const int MaxSignatures = 20;

    private readonly EnvelopeIndex _envelopes = new(network.Id);
    private readonly List<Extent> _set = [];
    private readonly List<int> _signedLengths = [];
    private readonly List<TransactionParts> _transactions = [];

    /// <summary>The network whose hashes join the transactions.</summary>
    public Network Network { get; } = network;

    /// <summary>Reads one ledger.</summary>
    /// <param name="ledgerCloseMeta">Exactly one LedgerCloseMeta. It must stay as it is while the ledger is used.</param>
    /// <param name="expected">Its sequence as others tell it, for the sentence about one that cannot be read so far.</param>
    /// <exception cref="LedgerRefusedException">Bytes that are not a LedgerCloseMeta, or a result without its envelope.</exception>
    /// <exception cref="UnknownProtocolException">A ledger of a newer protocol than the definitions describe.</exception>
    public Ledger Read(ReadOnlySpan<byte> ledgerCloseMeta, uint? expected = null)
    {
        var reader = new XdrReader(ledgerCloseMeta);
        LedgerParts parts;
        uint? sequence = null;
        try
        {
            parts = ReadParts(ref reader, out sequence);
            reader.End();
        }
        catch (XdrException problem)
        {
            throw UnknownProtocolException.Find(ledgerCloseMeta, sequence ?? expected, problem) ?? (Exception)new LedgerRefusedException(sequence ?? expected, problem);
        }

        var header = new XdrReader(ledgerCloseMeta[parts.Header..]);
        var ledger = new Ledger(ledgerCloseMeta, parts, LedgerHeaderHistoryEntry.Read(ref header), _envelopes, CollectionsMarshal.AsSpan(_set), CollectionsMarshal.AsSpan(_transactions));
        UnknownProtocolException.ThrowIfNewer(ledger.Sequence, ledger.Header.LedgerVersion);
        IndexEnvelopes(ledgerCloseMeta);
        RequireEnvelopes(ledger);
        return ledger;
    }

    private LedgerParts ReadParts(scoped ref XdrReader reader, out uint? sequence)
    {
        _set.Clear();
        _signedLengths.Clear();
        _transactions.Clear();
        sequence = null;

        int version = reader.ReadInt32();
        if (version is < 0 or > 2) throw XdrException.Unknown(reader.Position - 4, "LedgerCloseMeta", version);
        int ext = reader.Position;
        if (version > 0) LedgerCloseMetaExt.Skip(ref reader);
        int header = reader.Position;
        sequence = LedgerHeaderHistoryEntry.Read(ref reader).Header.LedgerSeq;

        int set = reader.Position;
        if (version == 0) ReadTransactionSet(ref reader);
        else ReadGeneralizedTransactionSet(ref reader);
        int processing = reader.Position;

        int count = reader.ReadCount(int.MaxValue, MinProcessingSize);
        for (int i = 0; i < count; i++) _transactions.Add(ReadProcessing(ref reader, version));

        int upgrades = reader.Position;
        XdrList<UpgradeEntryMeta>.Skip(ref reader);
        XdrList<SCPHistoryEntry>.Skip(ref reader);
        int afterScp = reader.Position;
        if (version > 0)
        {
            reader.Advance(sizeof(ulong)); // totalByteSizeOfLiveSorobanState
            XdrList<LedgerKey>.Skip(ref reader);
        }

        if (version == 1) XdrList<LedgerEntry>.Skip(ref reader);
        return new LedgerParts(version, ext, header, new Extent(set, processing - set), upgrades, afterScp);
    }

    // A hash, the smallest result, two empty lists and the smallest meta.
    private const int MinProcessingSize = 32 + 16 + 4 + 8;

    private static TransactionParts ReadProcessing(scoped ref XdrReader reader, int version)
    {
        if (version == 2) ExtensionPoint.Skip(ref reader);
        int result = reader.Position;
        TransactionResultPair.Skip(ref reader);
        int fees = reader.Position;
        XdrList<LedgerEntryChange>.Skip(ref reader);
        int meta = reader.Position;
        TransactionMeta.Skip(ref reader);
        int post = reader.Position;
        if (version == 2) XdrList<LedgerEntryChange>.Skip(ref reader);
        return new TransactionParts(
            new Extent(result, fees - result),
            new Extent(fees, meta - fees),
            new Extent(meta, post - meta),
            new Extent(post, reader.Position - post));
    }

    private void ReadTransactionSet(scoped ref XdrReader reader)
    {
        reader.Advance(32); // previousLedgerHash
        ReadEnvelopes(ref reader);
    }

    private void ReadGeneralizedTransactionSet(scoped ref XdrReader reader)
    {
        int version = reader.ReadInt32();
        if (version != 1) throw XdrException.Unknown(reader.Position - 4, "GeneralizedTransactionSet", version);
        reader.Advance(32); // previousLedgerHash
        int phases = reader.ReadCount(int.MaxValue, 8);
        for (int i = 0; i < phases; i++)
        {
            int phase = reader.ReadInt32();
            if (phase == 0) ReadSequentialPhase(ref reader);
            else if (phase == 1) ReadParallelPhase(ref reader);
            else throw XdrException.Unknown(reader.Position - 4, "TransactionPhase", phase);
        }
    }

    private void ReadSequentialPhase(scoped ref XdrReader reader)
    {
        int components = reader.ReadCount(int.MaxValue, 12);
        for (int i = 0; i < components; i++)
        {
            TxSetComponentTypeXdr.Skip(ref reader);
            SkipBaseFee(ref reader);
            ReadEnvelopes(ref reader);
        }
    }

    private void ReadParallelPhase(scoped ref XdrReader reader)
    {
        SkipBaseFee(ref reader);
        int stages = reader.ReadCount(int.MaxValue, 4);
        for (int i = 0; i < stages; i++)
        {
            int clusters = reader.ReadCount(int.MaxValue, 4);
            for (int j = 0; j < clusters; j++) ReadEnvelopes(ref reader);
        }
    }

    private static void SkipBaseFee(scoped ref XdrReader reader)
    {
        if (reader.ReadBool()) reader.Advance(sizeof(long));
    }

    private void ReadEnvelopes(scoped ref XdrReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, sizeof(int));
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            int signedLength = EnvelopeIndex.SkipSigned(ref reader);
            XdrList<DecoratedSignature>.Skip(ref reader, MaxSignatures);
            _set.Add(new Extent(start, reader.Position - start));
            _signedLengths.Add(signedLength);
        }
    }

    private void IndexEnvelopes(ReadOnlySpan<byte> ledgerCloseMeta)
    {
        _envelopes.Clear();
        for (int i = 0; i < _set.Count; i++) _envelopes.Add(ledgerCloseMeta, _set[i], _signedLengths[i]);
    }

    private void RequireEnvelopes(in Ledger ledger)
    {
        foreach (TransactionParts parts in _transactions)
        {
            ReadOnlySpan<byte> hash = parts.Result.Of(ledger.Xdr)[..32];
            if (!_envelopes.TryFind(hash, out _))
            {
                throw new LedgerRefusedException(ledger.Sequence,
                    $"byte {parts.Result.Start}: transaction {Convert.ToHexStringLower(hash)} has a result but no envelope under the network {Network.Name} (passphrase \"{Network.Passphrase}\"); is it another network's ledger?");
            }

            if (ledger.Header.LedgerVersion < FirstProtocolWithFeeMeta && MetaVersion(ledger.Xdr, parts) < 2 && parts.FeeChanges.Length > sizeof(int))
            {
                throw new LedgerRefusedException(ledger.Sequence,
                    $"byte {parts.FeeChanges.Start}: transaction {Convert.ToHexStringLower(hash)} has fee changes, which meta before version 2 of protocol {ledger.Header.LedgerVersion} does not tell truly");
            }
        }
    }

    private static int MetaVersion(ReadOnlySpan<byte> ledger, TransactionParts parts) =>
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(parts.Meta.Of(ledger));
}
