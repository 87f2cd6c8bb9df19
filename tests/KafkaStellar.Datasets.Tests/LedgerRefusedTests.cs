namespace KafkaStellar.Datasets.Tests;

public sealed class LedgerRefusedTests
{
    [Fact]
    public void Another_networks_ledger_is_refused_with_its_sequence_the_transaction_and_the_passphrase()
    {
        byte[] envelope = Envelopes.V1();
        LedgerRefusedException refused = Refusal(new Network("other", "Another passphrase"), MadeLedger.Of(envelope));

        refused.LedgerSequence.ShouldBe(MadeLedger.Sequence);
        refused.Message.ShouldContain($"ledger {MadeLedger.Sequence}");
        refused.Message.ShouldContain(Convert.ToHexStringLower(MadeLedger.HashOf(envelope)));
        refused.Message.ShouldContain("Another passphrase");
    }

    [Fact]
    public void Bytes_that_break_off_before_the_header_are_of_a_ledger_of_unknown_sequence()
    {
        LedgerRefusedException refused = Refusal(MadeLedger.Network, MadeLedger.Of(Envelopes.V1())[..40]);

        refused.LedgerSequence.ShouldBeNull();
        refused.Message.ShouldStartWith("a ledger of unknown sequence: byte ");
    }

    [Fact]
    public void Bytes_that_break_off_after_the_header_are_named_by_their_ledger_and_the_byte()
    {
        byte[] whole = MadeLedger.Of(Envelopes.V1());
        LedgerRefusedException refused = Refusal(MadeLedger.Network, whole[..^4]);

        refused.LedgerSequence.ShouldBe(MadeLedger.Sequence);
        refused.Message.ShouldContain($"byte {whole.Length - 4}");
    }

    [Fact]
    public void A_walk_goes_on_after_a_ledger_that_it_refused()
    {
        byte[] whole = MadeLedger.Of(Envelopes.V1());
        var walk = new LedgerWalk(MadeLedger.Network);
        Should.Throw<LedgerRefusedException>(() => walk.Read(whole.AsSpan()[..^4]).TransactionCount);

        walk.Read(whole).TransactionCount.ShouldBe(1);
    }

    private static LedgerRefusedException Refusal(Network network, byte[] xdr) =>
        Should.Throw<LedgerRefusedException>(() => new LedgerWalk(network).Read(xdr).Sequence);
}
