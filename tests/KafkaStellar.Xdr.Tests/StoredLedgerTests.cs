using System.Security.Cryptography;

namespace KafkaStellar.Xdr.Tests;

/// <summary>Every ledger that lies beside the repository.</summary>
public class StoredLedgerTests
{
    [SkippableTheory]
    [InlineData("pubnet", 21)]
    [InlineData("testnet", 10)]
    [InlineData("core-with-classic-events", 40)]
    [InlineData("core-without-classic-events", 40)]
    [InlineData("load", 2)]
    [InlineData("fuzz", 2_000)]
    public void Every_ledger_is_passed_over_and_read_exactly_to_its_end(string set, int atLeast)
    {
        int count = 0;
        foreach (StoredLedger ledger in StoredLedgers.Of(set))
        {
            var passed = new XdrReader(ledger.Xdr.Span);
            LedgerCloseMeta.Skip(ref passed);
            passed.Remaining.ShouldBe(0, ledger.Name);
            var reader = new XdrReader(ledger.Xdr.Span);
            LedgerCloseMeta.Read(ref reader);
            reader.Remaining.ShouldBe(0, ledger.Name);
            count++;
        }

        count.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [SkippableFact]
    public void A_ledger_is_read_in_every_shape_of_memory()
    {
        foreach (StoredLedger ledger in StoredLedgers.Of("core-with-classic-events", "testnet"))
        {
            MemoryShapes.Each(ledger.Xdr.Span, shape =>
            {
                var reader = new XdrReader(shape);
                LedgerCloseMeta.Skip(ref reader);
                reader.End();
            });
        }
    }

    [SkippableFact]
    public void Every_ledgers_hash_is_that_of_its_header()
    {
        foreach (StoredLedger ledger in StoredLedgers.Real)
        {
            LedgerHeaderHistoryEntry entry = HeaderOf(ledger);
            SHA256.HashData(entry.Header.Xdr).ShouldBe(entry.Hash.ToArray(), ledger.Name);
        }
    }

    // A plain set (before protocol 20) is hashed as its previous ledger's hash and its envelopes, without the count between them;
    // a generalized one (CAP-42) as its XDR. It holds for every ledger here, from protocol 0 on.
    [SkippableFact]
    public void Every_headers_transaction_set_hash_is_that_of_its_set()
    {
        foreach (StoredLedger ledger in StoredLedgers.Real)
        {
            LedgerCloseMeta meta = MetaOf(ledger);
            byte[] hash = meta.V switch
            {
                0 => PlainSetHash(meta.V0.TxSet),
                1 => SHA256.HashData(meta.V1.TxSet.Xdr),
                _ => SHA256.HashData(meta.V2.TxSet.Xdr),
            };
            hash.ShouldBe(HeaderOf(ledger).Header.ScpValue.TxSetHash.ToArray(), ledger.Name);
        }
    }

    [SkippableFact]
    public void Every_headers_result_hash_is_that_of_its_results_in_order_of_application()
    {
        foreach (StoredLedger ledger in StoredLedgers.Real)
        {
            LedgerCloseMeta meta = MetaOf(ledger);
            var results = new XdrWriter();
            switch (meta.V)
            {
                case 0:
                    results.UInt32((uint)meta.V0.TxProcessing.Count);
                    foreach (TransactionResultMeta one in meta.V0.TxProcessing) results.Xdr(one.Result.Xdr);
                    break;
                case 1:
                    results.UInt32((uint)meta.V1.TxProcessing.Count);
                    foreach (TransactionResultMeta one in meta.V1.TxProcessing) results.Xdr(one.Result.Xdr);
                    break;
                default:
                    results.UInt32((uint)meta.V2.TxProcessing.Count);
                    foreach (TransactionResultMetaV1 one in meta.V2.TxProcessing) results.Xdr(one.Result.Xdr);
                    break;
            }

            SHA256.HashData(results.Written).ShouldBe(HeaderOf(ledger).Header.TxSetResultHash.ToArray(), ledger.Name);
        }
    }

    private static LedgerCloseMeta MetaOf(StoredLedger ledger)
    {
        var reader = new XdrReader(ledger.Xdr.Span);
        return LedgerCloseMeta.Read(ref reader);
    }

    private static LedgerHeaderHistoryEntry HeaderOf(StoredLedger ledger)
    {
        LedgerCloseMeta meta = MetaOf(ledger);
        return meta.V switch
        {
            0 => meta.V0.LedgerHeader,
            1 => meta.V1.LedgerHeader,
            _ => meta.V2.LedgerHeader,
        };
    }

    private static byte[] PlainSetHash(TransactionSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(set.PreviousLedgerHash);
        foreach (TransactionEnvelope envelope in set.Txs) hash.AppendData(envelope.Xdr);
        return hash.GetHashAndReset();
    }
}
