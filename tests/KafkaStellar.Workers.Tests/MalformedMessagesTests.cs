using System.Buffers.Binary;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Workers.Tests.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests;

/// <summary>Messages with any byte of their Arrow stream changed, under a checksum that fits: each is read or is a bad message, or names an arm that a newer protocol may have, and nothing else ends the reading.</summary>
public sealed class MalformedMessagesTests : IDisposable
{
    private const int Partition = 0;

    private static readonly TopicContract s_transactions = Contracts.Of(Catalog.Find("transactions"));

    private readonly Extraction _extraction = new(Simulated.Network, ["ledgers", "transactions"], Selection.Everything);
    private readonly TransferMessages _transfers = new(Simulated.Network, Selection.Everything);
    private readonly OutgoingMessage _raw = Raw(Simulated.Ledgers(1, new() { TransactionsPerLedger = 1 })[0]);

    public void Dispose()
    {
        _extraction.Dispose();
        _transfers.Dispose();
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x10)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void A_raw_ledger_with_a_byte_changed(byte flip) => Flipped(_raw, flip, IsBadRaw);

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x10)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Transactions_with_a_byte_changed(byte flip) => Flipped(Transactions(), flip, IsBadTransactions);

    [Fact]
    public void A_raw_ledger_with_four_bytes_of_an_extreme_number() => Extremes(_raw, IsBadRaw);

    [Fact]
    public void Transactions_with_four_bytes_of_an_extreme_number() => Extremes(Transactions(), IsBadTransactions);

    [Fact]
    public void Messages_cut_anywhere_are_bad_ones()
    {
        OutgoingMessage transactions = Transactions();
        for (int length = 0; length < _raw.Value.Length; length++) IsBadRaw(_raw, _raw.Value[..length]).ShouldBeTrue($"{length} bytes");
        for (int length = 0; length < transactions.Value.Length; length++) IsBadTransactions(transactions, transactions.Value[..length]).ShouldBeTrue($"{length} bytes");
    }

    private static void Flipped(OutgoingMessage message, byte flip, Func<OutgoingMessage, byte[], bool> isBad)
    {
        int bad = 0;
        for (int at = 0; at < message.Value.Length; at++)
        {
            byte[] value = [.. message.Value];
            value[at] ^= flip;
            bad += isBad(message, value) ? 1 : 0;
        }

        bad.ShouldBeGreaterThan(message.Value.Length / 10);
    }

    private static void Extremes(OutgoingMessage message, Func<OutgoingMessage, byte[], bool> isBad)
    {
        int bad = 0;
        foreach (int number in (int[])[0, -1, int.MinValue, int.MaxValue, 0x00FFFFFF])
        {
            for (int at = 0; at + sizeof(int) <= message.Value.Length; at += sizeof(int))
            {
                byte[] value = [.. message.Value];
                BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(at), number);
                bad += isBad(message, value) ? 1 : 0;
            }
        }

        bad.ShouldBeGreaterThan(message.Value.Length / 10);
    }

    private bool IsBadRaw(OutgoingMessage message, byte[] value) => IsBad(() =>
    {
        if (_extraction.Of(Read(message, value), chain: null).Refusals.Values.FirstOrDefault() is { } refusal) throw refusal;
    });

    private bool IsBadTransactions(OutgoingMessage message, byte[] value)
    {
        _transfers.Begin(Partition, before: null);
        return IsBad(() => _transfers.Of(Read(message, value)));
    }

    // Any other exception goes through, and fails the test as it would end the worker.
    private static bool IsBad(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (Exception bad) when (Failures.IsBadMessage(bad) || bad is UnknownProtocolException)
        {
            return true;
        }
    }

    private static OutgoingMessage Raw(byte[] xdr)
    {
        Ledger ledger = new LedgerWalk(Simulated.Network).Read(xdr);
        using RecordBatch rows = RawLedgers.ToRows(
        [
            new()
            {
                Sequence = ledger.Sequence,
                Hash = ledger.Hash.ToArray(),
                PreviousHash = ledger.Header.PreviousLedgerHash.ToArray(),
                ClosedAt = DateTimeOffset.UnixEpoch,
                ProtocolVersion = ledger.Header.LedgerVersion,
                TransactionCount = 1,
                OperationCount = ledger.TransactionSetOperationCount,
                LedgerCloseMeta = xdr,
                Encoding = RawLedgerEncoding.Xdr,
            },
        ]);
        return new MessageEncoder(RawLedgers.Contract, Simulated.Network.Name, RawLedgers.Schema, "tests").Encode(rows, LedgerSpan.Of(ledger.Sequence), DateTimeOffset.UnixEpoch)[0];
    }

    private OutgoingMessage Transactions() => _extraction.Of(Read(_raw, _raw.Value), chain: null).Messages.Single(message => message.Headers.Dataset == "transactions");

    private static TopicMessage Read(OutgoingMessage message, byte[] value) => new(
        new(message.Topic, Partition, 7),
        message.Key,
        message.Timestamp,
        [.. (message.Headers with { Checksum = Crc32C.Compute(value) }).Encode().Select(header => KeyValuePair.Create(header.Key, (byte[]?)header.Value))],
        value);
}
