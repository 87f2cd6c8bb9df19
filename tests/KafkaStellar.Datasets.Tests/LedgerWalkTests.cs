using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>The walk over every stored ledger, and over ledgers that were bent.</summary>
public class LedgerWalkTests
{
    private const int MaxLength = 400_000;

    [SkippableTheory]
    [InlineData("pubnet", 21)]
    [InlineData("testnet", 10)]
    [InlineData("core-with-classic-events", 40)]
    [InlineData("core-without-classic-events", 40)]
    [InlineData("load", 2)]
    [InlineData("fuzz", 2_000)]
    public void Every_transaction_is_found_and_has_the_hash_of_its_envelope(string set, int atLeast)
    {
        Network network = NetworkOf(set);
        var walk = new LedgerWalk(network);
        int ledgers = 0;
        foreach ((string name, ReadOnlyMemory<byte> xdr) in LedgersOf(set))
        {
            Ledger ledger = walk.Read(xdr.Span);
            uint index = 0;
            foreach (LedgerTransaction transaction in ledger)
            {
                transaction.Index.ShouldBe(++index);
                (byte[] hash, byte[]? inner) = HashesOf(network, transaction.EnvelopeXdr);
                transaction.Hash.ToArray().ShouldBe(hash, name);
                if (inner is not null && transaction.InnerHash.Length > 0) transaction.InnerHash.ToArray().ShouldBe(inner, name);
            }

            ledger.TransactionCount.ShouldBe((int)index, name);
            ledgers++;
        }

        ledgers.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [SkippableFact]
    public void A_walk_forgets_the_ledger_before()
    {
        Network network = NetworkOf("testnet");
        var kept = new LedgerWalk(network);
        foreach ((string name, ReadOnlyMemory<byte> xdr) in LedgersOf("testnet").Concat(LedgersOf("testnet").Reverse()))
            Digest(kept.Read(xdr.Span)).ShouldBe(Digest(new LedgerWalk(network).Read(xdr.Span)), name);
    }

    [SkippableFact]
    public void Another_networks_ledger_is_refused_with_the_transaction_that_shows_it()
    {
        var walk = new LedgerWalk(Network.Of("testnet", null));
        (_, ReadOnlyMemory<byte> xdr) = LedgersOf("pubnet").Last();

        LedgerRefusedException refusal = Should.Throw<LedgerRefusedException>(() => walk.Read(xdr.Span));

        refusal.LedgerSequence.ShouldNotBeNull();
        refusal.Message.ShouldStartWith($"ledger {refusal.LedgerSequence}: byte ");
        refusal.Message.ShouldContain("under the network testnet");
    }

    [SkippableFact]
    public void A_ledger_cut_anywhere_is_refused_and_named_as_soon_as_its_header_is_read()
    {
        var walk = new LedgerWalk(NetworkOf("testnet"));
        foreach ((string name, ReadOnlyMemory<byte> xdr) in LedgersOf("testnet").Where(ledger => ledger.Xdr.Length <= MaxLength))
        {
            for (int length = 0; length < xdr.Length; length += 1_000)
            {
                LedgerRefusedException refusal = Refusal(walk, xdr.Span[..length]).ShouldNotBeNull(name);
                refusal.LedgerSequence.HasValue.ShouldBe(length >= 1_000, name);
                refusal.InnerException.ShouldBeOfType<XdrException>();
            }
        }
    }

    [SkippableTheory]
    [InlineData("core-with-classic-events", 2)]
    [InlineData("testnet", 1)]
    [InlineData("fuzz", 50)]
    public void A_ledger_with_flipped_bits_or_numbers_blown_up_is_walked_or_refused(string set, int every)
    {
        var walk = new LedgerWalk(NetworkOf(set));
        var random = new Random(23);
        int refused = 0;
        int walked = 0;
        foreach ((_, ReadOnlyMemory<byte> xdr) in LedgersOf(set).Where((ledger, i) => i % every == 0 && ledger.Xdr.Length <= MaxLength))
        {
            byte[] bytes = xdr.ToArray();
            for (int i = 0; i < 30; i++)
            {
                int at = random.Next(bytes.Length / 4) * 4;
                uint was = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (i % 3) switch { 0 => was ^ 1u << random.Next(32), 1 => uint.MaxValue, _ => int.MaxValue });
                if (IsRefused(walk, bytes)) refused++;
                else walked++;
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), was);
            }
        }

        refused.ShouldBeGreaterThan(50);
        walked.ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_version_that_there_will_never_be_is_refused(int version)
    {
        byte[] bytes = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(bytes, version);

        LedgerRefusedException refusal = Refusal(new LedgerWalk(Network.Of("testnet", null)), bytes).ShouldNotBeNull();

        refusal.LedgerSequence.ShouldBeNull();
        refusal.Message.ShouldBe($"a ledger of unknown sequence: byte 0: LedgerCloseMeta has no value {version}");
    }

    [Theory]
    [InlineData(9u, 1, true, false)]
    [InlineData(9u, 1, false, true)]
    [InlineData(9u, 2, true, true)]
    [InlineData(10u, 1, true, true)]
    [InlineData(0u, 0, true, false)]
    public void Before_protocol_10_fee_changes_are_believed_from_meta_version_2_on(uint protocol, int metaVersion, bool feeChanges, bool accepted)
    {
        Network network = Network.Of("standalone", null);
        byte[] ledger = OneTransaction(network, protocol, metaVersion, feeChanges);

        LedgerRefusedException? refusal = Refusal(new LedgerWalk(network), ledger);

        (refusal is null).ShouldBe(accepted, refusal?.Message);
        if (refusal is null) return;
        refusal.LedgerSequence.ShouldBe(77u);
        refusal.Message.ShouldContain($"meta before version 2 of protocol {protocol}");
    }

    [Fact]
    public void A_result_without_its_envelope_is_refused()
    {
        Network network = Network.Of("standalone", null);
        byte[] ledger = OneTransaction(network, protocol: 12, metaVersion: 2, feeChanges: false);
        byte[] hash = [];
        foreach (LedgerTransaction transaction in new LedgerWalk(network).Read(ledger)) hash = transaction.Hash.ToArray();
        int at = ledger.AsSpan().LastIndexOf(hash);
        ledger[at] ^= 1;

        LedgerRefusedException refusal = Refusal(new LedgerWalk(network), ledger).ShouldNotBeNull();

        refusal.Message.ShouldStartWith($"ledger 77: byte {at}: transaction {Convert.ToHexStringLower(ledger, at, 32)} has a result but no envelope");
    }

    [Fact]
    public void Bytes_after_the_ledger_are_refused()
    {
        Network network = Network.Of("standalone", null);
        byte[] ledger = OneTransaction(network, protocol: 12, metaVersion: 2, feeChanges: false);

        Refusal(new LedgerWalk(network), [.. ledger, 0]).ShouldNotBeNull().Message.ShouldBe($"ledger 77: byte {ledger.Length}: 1 bytes are left over");
    }

    [Fact]
    public void The_next_version_of_the_meta_is_of_an_unknown_protocol_and_asks_for_an_upgrade()
    {
        byte[] bytes = [0, 0, 0, 3, .. new byte[96]];

        UnknownProtocolException unknown = Should.Throw<UnknownProtocolException>(() => new LedgerWalk(Network.Of("testnet", null)).Read(bytes).Sequence);

        unknown.Protocol.ShouldBeNull();
        unknown.Message.ShouldBe("a ledger of unknown sequence is of an unknown protocol; this build knows protocols up to 30: upgrade (byte 0: LedgerCloseMeta has no value 3)");
    }

    [Fact]
    public void A_ledger_of_a_newer_protocol_is_refused_although_it_can_be_read()
    {
        Network network = Network.Of("standalone", null);

        UnknownProtocolException unknown = Should.Throw<UnknownProtocolException>(
            () => new LedgerWalk(network).Read(OneTransaction(network, XdrVersion.Protocol + 1, metaVersion: 2, feeChanges: false)).Sequence);

        unknown.LedgerSequence.ShouldBe(77u);
        unknown.Message.ShouldBe($"ledger 77 is of protocol {XdrVersion.Protocol + 1}; this build knows protocols up to {XdrVersion.Protocol}: upgrade");
        new LedgerWalk(network).Read(OneTransaction(network, XdrVersion.Protocol, metaVersion: 2, feeChanges: false)).Sequence.ShouldBe(77u);
    }

    [Theory]
    [InlineData(31u, "ledger 77 is of protocol 31; this build knows protocols up to 30: upgrade (byte 116: StellarValueExt has no value 5)")]
    [InlineData(30u, "ledger 77 is of protocol 30; this build knows protocols up to 30: upgrade, or fetch the ledger again if its bytes may be damaged (byte 116: StellarValueExt has no value 5)")]
    public void An_arm_that_the_definitions_do_not_list_asks_for_an_upgrade(uint protocol, string sentence)
    {
        Network network = Network.Of("standalone", null);
        byte[] ledger = OneTransaction(network, protocol, metaVersion: 2, feeChanges: false);
        const int arm = 116;
        BinaryPrimitives.ReadInt32BigEndian(ledger.AsSpan(arm)).ShouldBe((int)StellarValueType.Basic);
        ledger[arm + 3] = 5;

        UnknownProtocolException unknown = Should.Throw<UnknownProtocolException>(() => new LedgerWalk(network).Read(ledger).Sequence);
        UnknownProtocolException known = Should.Throw<UnknownProtocolException>(() => new LedgerWalk(network).Read(ledger, expected: 77).Sequence);

        // The header's sequence stands behind the arm: only who knows it already can say it.
        known.Message.ShouldBe(sentence);
        unknown.Message.ShouldBe(sentence.Replace("ledger 77 is", "a ledger of unknown sequence is", StringComparison.Ordinal));
        unknown.Protocol.ShouldBe(protocol);
    }

    private static Network NetworkOf(string set) => Network.Of(null, RealLedgers.Set(set).Passphrase);

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Xdr)> LedgersOf(string set) =>
        from file in RealLedgers.Set(set).Files
        from ledger in file.LedgerCloseMetas().Select((xdr, i) => ($"{file.Name} ({i})", xdr))
        select ledger;

    private static LedgerRefusedException? Refusal(LedgerWalk walk, ReadOnlySpan<byte> xdr)
    {
        try
        {
            Digest(walk.Read(xdr));
            return null;
        }
        catch (LedgerRefusedException refusal)
        {
            return refusal;
        }
    }

    private static bool IsRefused(LedgerWalk walk, ReadOnlySpan<byte> xdr)
    {
        try
        {
            return Refusal(walk, xdr) is not null;
        }
        catch (UnknownProtocolException)
        {
            return true;
        }
    }

    // All that the walk gives, in a hash: whoever asks after it was checked must not meet anything wrong.
    private static string Digest(Ledger ledger)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(
            $"{ledger.Sequence} {ledger.ClosedAtMicroseconds} {ledger.TransactionCount} {ledger.SorobanFeeWrite1KB} "
            + $"{ledger.LiveSorobanStateSize} {ledger.Upgrades.Count} {ledger.TransactionSetOperationCount}"));
        foreach (LedgerTransaction transaction in ledger)
        {
            hash.AppendData(transaction.Hash);
            hash.AppendData(transaction.EnvelopeXdr);
            hash.AppendData(transaction.InnerHash);
            hash.AppendData(transaction.Body.SourceAccount);
            hash.AppendData(transaction.Result.Xdr);
            hash.AppendData(transaction.Meta.Xdr);
            hash.AppendData(transaction.FeeChanges.Xdr);
            hash.AppendData(transaction.PostFeeChangesXdr);
            hash.AppendData(transaction.IsSuccessful ? [1] : [0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static (byte[] Hash, byte[]? Inner) HashesOf(Network network, ReadOnlySpan<byte> envelopeXdr)
    {
        var reader = new XdrReader(envelopeXdr);
        TransactionEnvelope envelope = TransactionEnvelope.Read(ref reader);
        reader.End();
        return envelope.Type switch
        {
            // A V0 transaction is hashed as the V1 transaction it stands for: its source's key type, 0, comes before it.
            EnvelopeType.TxV0 => (HashOf(network, EnvelopeType.Tx, [0, 0, 0, 0, .. envelope.V0.Tx.Xdr]), null),
            EnvelopeType.Tx => (HashOf(network, EnvelopeType.Tx, envelope.V1.Tx.Xdr), null),
            _ => (HashOf(network, EnvelopeType.TxFeeBump, envelope.FeeBump.Tx.Xdr), HashOf(network, EnvelopeType.Tx, envelope.FeeBump.Tx.InnerTx.V1.Tx.Xdr)),
        };
    }

    private static byte[] HashOf(Network network, EnvelopeType type, ReadOnlySpan<byte> transaction) =>
        SHA256.HashData(new XdrWriter().Opaque(network.Id).Int32((int)type).Xdr(transaction).Written);

    /// <summary>A LedgerCloseMeta V0 with one transaction of no operations.</summary>
    private static byte[] OneTransaction(Network network, uint protocol, int metaVersion, bool feeChanges)
    {
        byte[] hash = new byte[32];
        byte[] transaction = new XdrWriter()
            .Int32(0).Opaque(hash) // sourceAccount
            .UInt32(100).Int64(1).Int32(0).Int32(0).UInt32(0).Int32(0) // fee, seqNum, cond, memo, operations, ext
            .Written.ToArray();
        var ledger = new XdrWriter()
            .Int32(0)
            .Opaque(hash) // ledgerHeader.hash
            .UInt32(protocol).Opaque(hash).Opaque(hash).UInt64(1_500_000_000).UInt32(0).Int32(0).Opaque(hash).Opaque(hash).UInt32(77)
            .Int64(1).Int64(1).UInt32(0).UInt64(0).UInt32(100).UInt32(100).UInt32(100);
        for (int i = 0; i < 4; i++) ledger.Opaque(hash); // skipList
        ledger.Int32(0).Int32(0) // the header's ext, the history entry's
            .Opaque(hash).UInt32(1).Int32((int)EnvelopeType.Tx).Xdr(transaction).UInt32(0) // txSet
            .UInt32(1).Opaque(HashOf(network, EnvelopeType.Tx, transaction)).Int64(100).Int32(0).UInt32(0).Int32(0); // txProcessing: the result
        if (feeChanges) ledger.UInt32(1).Int32((int)LedgerEntryChangeType.Removed).Int32((int)LedgerEntryType.Account).Int32(0).Opaque(hash);
        else ledger.UInt32(0);
        ledger.Int32(metaVersion);
        for (int lists = 0; lists <= metaVersion; lists++) ledger.UInt32(0);
        return ledger.UInt32(0).UInt32(0).Written.ToArray(); // upgradesProcessing, scpInfo
    }
}
