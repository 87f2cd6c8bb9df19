using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.TokenTransfers.MadeValue;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>Token transfers read from the meta's own events.</summary>
public sealed class UnifiedTransferTests
{
    private static readonly Selection s_unified = new() { Unified = true };
    private static readonly byte[] s_a = Account(Names.A);

    [Fact]
    public void A_fee_is_the_transactions_own_event() => All(Charged(Fee(100))).ShouldBe(["fee A 100 native"]);

    [Fact]
    public void A_second_fee_is_the_refund() => All(Charged(Fee(100), Fee(-20)), Charged(Fee(50))).ShouldBe(["fee A 100 native", "fee A 50 native", "fee A -20 native"]);

    [Fact]
    public void Another_event_of_the_transaction_is_passed_over() =>
        All(Charged(Fee(100), Event(Names.TokenContract, [Symbol("foo"), s_a], I128(1)), Event(Names.TokenContract, [String("fee")], I128(1)))).ShouldBe(["fee A 100 native"]);

    [Fact]
    public void Events_of_every_operation_are_read() => All(new MadeTransaction(
            MadeOperation.Payment(Names.B, Names.Native, 1) with { Events = [Event(Names.NativeContract, [Symbol("transfer"), s_a, Account(Names.B), String("native")], I128(9))] },
            MadeOperation.BumpSequence() with { Events = [Event(Names.TokenContract, [Symbol("burn"), s_a], I128(8))] })
    { MetaVersion = 4, Events = [Fee(100)] })
        .ShouldBe(["fee A 100 native", "transfer A B 9 native", "burn A 8 -"]);

    [Fact]
    public void A_failed_transaction_has_its_fee_alone() => All(Charged(Fee(100)) with { Succeeded = false }).ShouldBe(["fee A 100 native"]);

    [Fact]
    public void Before_protocol_23_a_refund_stands_behind_its_own_transaction() =>
        Told.All(22, s_unified, Charged(Fee(100), Fee(-20)), Charged(Fee(50))).ShouldBe(["fee A 100 native", "fee A 50 native", "fee A -20 native"]);

    public static TheoryData<string, byte[][]> Refused => new()
    {
        { "0 fee events", [] },
        { "3 fee events", [Fee(1), Fee(2), Fee(3)] },
        { "with 3 topics", [Event(Names.NativeContract, [Symbol("fee"), s_a, s_a], I128(1))] },
        { "not an i128", [Event(Names.NativeContract, [Symbol("fee"), s_a], U64(1))] },
        { "not an address", [Event(Names.NativeContract, [Symbol("fee"), Symbol("A")], I128(1))] },
        { "another contract", [Event(Names.TokenContract, [Symbol("fee"), s_a], I128(1))] },
        { "not a contract's", [Fee(1), Event(null, [Symbol("foo")], I128(1))] },
        { "has no topic", [Fee(1), Event(Names.TokenContract, [], I128(1))] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Fees_that_are_not_as_they_should_be_are_refused(string problem, byte[][] events) => Told.Refusal(23, s_unified, Charged(events)).ShouldContain(problem);

    [Fact]
    public void A_meta_without_events_of_its_own_is_refused() => Told.Refusal(23, s_unified, new MadeTransaction { MetaVersion = 3 }).ShouldContain("TransactionMeta V3 has no events of its own");

    private static MadeTransaction Charged(params byte[][] events) => new() { MetaVersion = 4, Events = events };

    private static byte[] Fee(long amount) => Event(Names.NativeContract, [Symbol("fee"), s_a], I128(amount));

    private static string[] All(params MadeTransaction[] transactions) => Told.All(23, s_unified, transactions);
}
