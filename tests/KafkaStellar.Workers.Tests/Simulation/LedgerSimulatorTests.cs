using System.Security.Cryptography;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

public class LedgerSimulatorTests
{
    private static readonly SimulationOptions Small = new() { TransactionsPerLedger = 20 };

    [Fact]
    public void The_same_options_give_the_same_bytes() =>
        Simulated.Ledgers(20, Small with { EmptySetOneIn = 3 }).ShouldBe(Simulated.Ledgers(20, Small with { EmptySetOneIn = 3 }));

    // Computed once: another machine, another version of .NET or a careless change of the order of draws would give another hash.
    [Theory]
    [InlineData(25u, 0, "2421b0285c52cc8103d5daab056ec71d086aa1848483fad3e80e41d24bcbfc62")]
    [InlineData(30u, 7, "52e40b4674886acd31f420455476d2098c60e4c29131cd19245716b81d5435d6")]
    public void The_hundredth_ledger_is_known_by_its_hash(uint protocol, int emptySetOneIn, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Simulated.Ledgers(100, Small with { Protocol = protocol, EmptySetOneIn = emptySetOneIn })[^1])).ShouldBe(hash);

    [Fact]
    public void Another_seed_gives_other_ledgers()
    {
        byte[] one = Simulated.Ledgers(1, Small)[0];
        byte[] other = Simulated.Ledgers(1, Small with { Seed = 2 })[0];

        Simulated.Read(other).LedgerHeader.Hash.SequenceEqual(Simulated.Read(one).LedgerHeader.Hash).ShouldBeFalse();
        Simulated.Read(other).TxSet.Xdr.SequenceEqual(Simulated.Read(one).TxSet.Xdr).ShouldBeFalse();
    }

    [Fact]
    public void A_ledger_is_of_one_network_only()
    {
        byte[] ledger = Simulated.Ledgers(1, Small, Network.Of("testnet", null))[0];

        new LedgerWalk(Network.Of("testnet", null)).Read(ledger).TransactionCount.ShouldBe(20);
        Should.Throw<LedgerRefusedException>(() => new LedgerWalk(Simulated.Network).Read(ledger));
    }

    [Theory]
    [InlineData(0, 1, 1, 23u)]
    [InlineData(1, 1, 1, 24u)]
    [InlineData(100, 1, 3, 25u)]
    [InlineData(700, 2, 2, 26u)]
    [InlineData(5, 1, 100, 28u)]
    [InlineData(40, 1, 3, 30u)]
    public void Every_ledger_is_walked_and_holds_what_was_asked_for(int transactions, int minOperations, int maxOperations, uint protocol)
    {
        var options = new SimulationOptions
        {
            TransactionsPerLedger = transactions,
            MinOperations = minOperations,
            MaxOperations = maxOperations,
            Protocol = protocol,
            FirstLedger = 1_000,
            FirstCloseTime = 1_700_000_000,
            CadenceMilliseconds = 7_000,
        };
        var walk = new LedgerWalk(Simulated.Network);
        uint sequence = 1_000;
        foreach (byte[] xdr in Simulated.Ledgers(10, options))
        {
            Ledger ledger = walk.Read(xdr);
            ledger.Sequence.ShouldBe(sequence);
            ledger.ClosedAtMicroseconds.ShouldBe((1_700_000_000 + 7L * (sequence - 1_000)) * 1_000_000);
            ledger.Header.LedgerVersion.ShouldBe(protocol);
            ledger.TransactionCount.ShouldBe(transactions);
            foreach (LedgerTransaction transaction in ledger)
                transaction.Body.Operations.Count.ShouldBeInRange(minOperations, maxOperations);
            sequence++;
        }
    }

    [Fact]
    public void Every_byte_is_checked_and_belongs_to_the_ledger()
    {
        foreach (byte[] ledger in Simulated.Ledgers(20, Small))
        {
            var reader = new XdrReader(ledger);
            LedgerCloseMeta.Skip(ref reader);
            reader.Remaining.ShouldBe(0);
        }
    }

    [Fact]
    public void Every_hash_of_a_header_recomputes_and_chains()
    {
        byte[]? previous = null;
        foreach (byte[] ledger in Simulated.Ledgers(60, Small))
        {
            LedgerCloseMetaV2 meta = Simulated.Read(ledger);
            LedgerHeader header = meta.LedgerHeader.Header;
            SHA256.HashData(header.Xdr).ShouldBe(meta.LedgerHeader.Hash.ToArray());
            SHA256.HashData(meta.TxSet.Xdr).ShouldBe(header.ScpValue.TxSetHash.ToArray());
            ResultSetHash(meta).ShouldBe(header.TxSetResultHash.ToArray());
            meta.TxSet.V1TxSet.PreviousLedgerHash.ToArray().ShouldBe(header.PreviousLedgerHash.ToArray());
            if (previous is not null) header.PreviousLedgerHash.ToArray().ShouldBe(previous);
            previous = meta.LedgerHeader.Hash.ToArray();
        }
    }

    [Fact]
    public void The_skip_list_remembers_every_fiftieth_bucket_list()
    {
        List<byte[]> ledgers = Simulated.Ledgers(12, Small with { FirstLedger = 5_045 });

        byte[] at5050 = Simulated.Read(ledgers[5]).LedgerHeader.Header.BucketListHash.ToArray();
        Simulated.Read(ledgers[4]).LedgerHeader.Header.SkipList[0].Bytes.ToArray().ShouldBe(new byte[32]);
        Simulated.Read(ledgers[5]).LedgerHeader.Header.SkipList[0].Bytes.ToArray().ShouldBe(at5050);
        Simulated.Read(ledgers[11]).LedgerHeader.Header.SkipList[0].Bytes.ToArray().ShouldBe(at5050);
    }

    [Fact]
    public void The_set_is_in_order_of_envelope_hashes_and_applied_in_another()
    {
        var walk = new LedgerWalk(Simulated.Network);
        byte[] xdr = Simulated.Ledgers(1, Small)[0];

        List<byte[]> set = EnvelopesOfSet(Simulated.Read(xdr));
        List<byte[]> applied = [];
        foreach (LedgerTransaction transaction in walk.Read(xdr)) applied.Add(transaction.EnvelopeXdr.ToArray());

        set.Select(Hex).ShouldBe(set.Select(Hex).Order(StringComparer.Ordinal));
        applied.Select(Hex).ShouldBe(set.Select(Hex), ignoreOrder: true);
        applied.Select(Hex).ShouldNotBe(set.Select(Hex));

        static string Hex(byte[] envelope) => Convert.ToHexStringLower(SHA256.HashData(envelope));
    }

    [Theory]
    [InlineData(nameof(SimulationOptions.FirstLedger))]
    [InlineData(nameof(SimulationOptions.TransactionsPerLedger))]
    [InlineData(nameof(SimulationOptions.MinOperations))]
    [InlineData(nameof(SimulationOptions.MaxOperations))]
    [InlineData(nameof(SimulationOptions.Protocol))]
    [InlineData(nameof(SimulationOptions.FirstCloseTime))]
    [InlineData(nameof(SimulationOptions.CadenceMilliseconds))]
    [InlineData(nameof(SimulationOptions.EmptySetOneIn))]
    public void An_option_out_of_its_range_is_refused_by_name(string option)
    {
        SimulationOptions options = option switch
        {
            nameof(SimulationOptions.FirstLedger) => new() { FirstLedger = 1 },
            nameof(SimulationOptions.TransactionsPerLedger) => new() { TransactionsPerLedger = -1 },
            nameof(SimulationOptions.MinOperations) => new() { MinOperations = 4, MaxOperations = 3 },
            nameof(SimulationOptions.MaxOperations) => new() { MaxOperations = 101 },
            nameof(SimulationOptions.Protocol) => new() { Protocol = 22 },
            nameof(SimulationOptions.CadenceMilliseconds) => new() { CadenceMilliseconds = 0 },
            nameof(SimulationOptions.EmptySetOneIn) => new() { EmptySetOneIn = -1 },
            _ => new() { FirstCloseTime = ulong.MaxValue },
        };

        Should.Throw<ArgumentException>(() => new LedgerSimulator(Simulated.Network, options)).Message.ShouldStartWith($"{option} is between ");
    }

    [Theory]
    [InlineData(1u, 30u, "The ledger of the upgrade is between 2 and 2147483647, not 1.")]
    [InlineData(50u, 29u, "An upgrade leads from protocol 29 to a later one, 30 at most, not to 29.")]
    [InlineData(50u, 28u, "An upgrade leads from protocol 29 to a later one, 30 at most, not to 28.")]
    [InlineData(50u, 31u, "An upgrade leads from protocol 29 to a later one, 30 at most, not to 31.")]
    public void An_upgrade_that_cannot_be_is_refused(uint ledger, uint protocol, string message)
    {
        SimulationOptions options = Small with { Protocol = 29, Upgrade = new ProtocolUpgrade(ledger, protocol) };

        Should.Throw<ArgumentException>(() => new LedgerSimulator(Simulated.Network, options)).Message.ShouldBe(message);
    }

    [Fact]
    public void The_last_ledger_there_can_be_is_followed_by_none()
    {
        var simulator = new LedgerSimulator(Simulated.Network, Small with { FirstLedger = int.MaxValue });
        simulator.Next().Length.ShouldBePositive();

        Should.Throw<InvalidOperationException>(() => simulator.Next().Length).Message.ShouldContain("2147483647");
        simulator.Sequence.ShouldBe(2_147_483_647u);
    }

    private static byte[] ResultSetHash(LedgerCloseMetaV2 meta)
    {
        var results = new XdrWriter().UInt32((uint)meta.TxProcessing.Count);
        foreach (TransactionResultMetaV1 transaction in meta.TxProcessing) results.Xdr(transaction.Result.Xdr);
        return SHA256.HashData(results.Written);
    }

    private static List<byte[]> EnvelopesOfSet(LedgerCloseMetaV2 meta)
    {
        List<byte[]> envelopes = [];
        foreach (TransactionPhase phase in meta.TxSet.V1TxSet.Phases)
        {
            if (phase.V != 0) continue;
            foreach (TxSetComponent component in phase.V0Components)
            {
                foreach (TransactionEnvelope envelope in component.TxsMaybeDiscountedFee.Txs) envelopes.Add(envelope.Xdr.ToArray());
            }
        }

        return envelopes;
    }
}
