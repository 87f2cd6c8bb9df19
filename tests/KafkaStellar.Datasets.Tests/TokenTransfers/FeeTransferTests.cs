using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

public sealed class FeeTransferTests
{
    private static readonly MadeTransaction s_soroban = new() { IsSoroban = true, FeeChanges = Charged(1000, 700) };

    [Fact]
    public void A_classic_fee_is_what_the_result_says_even_nothing()
    {
        Told.Fees(new MadeTransaction { FeeCharged = 100 }).ShouldBe(["fee Source 100 native"]);
        Told.Fees(new MadeTransaction { FeeCharged = 0, Succeeded = false }).ShouldBe(["fee Source 0 native"]);
    }

    [Fact]
    public void A_fee_bumps_fee_is_its_payers_without_the_muxed_id() => Told.Fees(new MadeTransaction { Payer = Names.B, FeeCharged = 300, Succeeded = false }).ShouldBe(["fee B 300 native"]);

    [Fact]
    public void A_fee_tells_no_memo() => Told.Fees(new MadeTransaction().WithText("hello")).ShouldBe(["fee Source 100 native"]);

    [Fact]
    public void A_Soroban_fee_is_what_the_account_lost_whatever_the_result_says() => Told.Fees(s_soroban with { Succeeded = false }).ShouldBe(["fee Source 300 native"]);

    [Fact]
    public void A_refund_is_a_negative_fee() => Told.Fees(s_soroban with { ChangesAfter = Charged(700, 730) }).ShouldBe(["fee Source 300 native", "fee Source -30 native"]);

    [Fact]
    public void A_refund_after_all_transactions_is_read_too() =>
        Told.Fees(s_soroban with { MetaVersion = 4, PostFeeChanges = Charged(700, 730) }, 23).ShouldBe(["fee Source 300 native", "fee Source -30 native"]);

    [Fact]
    public void Changes_of_other_accounts_are_no_fee() =>
        Told.Fees(s_soroban with { ChangesAfter = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.B, 1), MadeXdr.Account(Names.B, 9))) }).ShouldBe(["fee Source 300 native"]);

    [Fact]
    public void A_Soroban_transaction_that_changed_nothing_still_has_a_fee() => Told.Fees(new MadeTransaction { IsSoroban = true }).ShouldBe(["fee Source 0 native"]);

    [Fact]
    public void A_fee_that_makes_the_account_richer_is_refused() => Told.Refusal(s_soroban with { FeeChanges = Charged(1, 2) }).ShouldContain("richer");

    [Fact]
    public void A_refund_that_makes_the_account_poorer_is_refused() => Told.Refusal(s_soroban with { ChangesAfter = Charged(2, 1) }).ShouldContain("poorer");

    [Fact]
    public void A_refusal_over_a_refund_names_no_operation() =>
        Told.Refusal(new MadeTransaction(MadeOperation.BumpSequence()) { IsSoroban = true, ChangesAfter = Charged(2, 1) }).ShouldEndWith("00000000: refunding the fee made the fee account poorer");

    [Fact]
    public void A_Soroban_transaction_without_Soroban_meta_is_refused() => Told.Refusal(s_soroban with { MetaVersion = 2 }).ShouldContain("TransactionMeta V2");

    [Fact]
    public void An_entry_that_is_restored_among_a_fees_changes_is_refused() =>
        Told.Refusal(s_soroban with { ChangesAfter = MadeXdr.List(MadeXdr.Change(LedgerEntryChangeType.Restored, MadeXdr.Account(Names.B, 1))) }).ShouldContain("restored");

    [Fact]
    public void Before_protocol_23_a_refund_stands_behind_its_own_transaction() => Told.All(22, null, Paying(1), Paying(2)).ShouldBe(
    [
        "fee Source 300 native", "fee Source 300 native",
        "transfer A B 1 native", "fee Source -30 native",
        "transfer A B 2 native", "fee Source -30 native",
    ]);

    [Fact]
    public void From_protocol_23_refunds_stand_behind_all_transactions() => Told.All(23, null, Paying(1), Paying(2)).ShouldBe(
    [
        "fee Source 300 native", "fee Source 300 native",
        "transfer A B 1 native", "transfer A B 2 native",
        "fee Source -30 native", "fee Source -30 native",
    ]);

    private static MadeTransaction Paying(long amount) => new(MadeOperation.Payment(Names.B, Names.Native, amount))
    {
        IsSoroban = true,
        FeeChanges = Charged(1000, 700),
        ChangesAfter = Charged(700, 730),
    };

    private static byte[] Charged(long before, long after) => MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.Source, before), MadeXdr.Account(Names.Source, after)));
}
