using System.Text;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

public class SimulatedMoneyTests
{
    // An upgrade and dropped sets among them: neither makes or loses money.
    private static readonly SimulationOptions Options = new()
    {
        TransactionsPerLedger = 50,
        Seed = 7,
        Protocol = 29,
        Upgrade = new ProtocolUpgrade(30, 30),
        EmptySetOneIn = 8,
    };

    [Fact]
    public void No_balance_is_ever_negative_and_every_change_begins_where_the_last_one_ended()
    {
        var holdings = new Holdings();
        var walk = new LedgerWalk(Simulated.Network);
        foreach (byte[] xdr in Simulated.Ledgers(200, Options))
        {
            Ledger ledger = walk.Read(xdr);
            foreach (LedgerTransaction transaction in ledger) holdings.Apply(transaction.FeeChanges, []);
            foreach (LedgerTransaction transaction in ledger) ApplyMeta(holdings, transaction.Meta.V4, []);
        }

        holdings.Created.ShouldBeGreaterThan(50);
        holdings.Removed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Lumens_leave_accounts_for_the_fee_pool_only()
    {
        var walk = new LedgerWalk(Simulated.Network);
        long? pool = null;
        foreach (byte[] xdr in Simulated.Ledgers(50, Options))
        {
            Ledger ledger = walk.Read(xdr);
            long fees = 0;
            var moved = new Dictionary<(string Account, string Asset), long>();
            var holdings = new Holdings();
            foreach (LedgerTransaction transaction in ledger)
            {
                holdings.Apply(transaction.FeeChanges, moved);
                fees += transaction.Result.FeeCharged;
            }

            foreach (LedgerTransaction transaction in ledger) ApplyMeta(holdings, transaction.Meta.V4, moved);

            moved.Where(one => one.Key.Asset == "native").Sum(one => one.Value).ShouldBe(-fees);
            if (pool is long before) ledger.Header.FeePool.ShouldBe(before + fees);
            pool = ledger.Header.FeePool;
            ledger.Header.TotalCoins.ShouldBe(1_054_439_020_873_472_865);
        }
    }

    [Fact]
    public void A_transactions_events_tell_exactly_what_its_changes_moved()
    {
        var walk = new LedgerWalk(Simulated.Network);
        foreach (byte[] xdr in Simulated.Ledgers(50, Options))
        {
            foreach (LedgerTransaction transaction in walk.Read(xdr))
            {
                var moved = new Dictionary<(string Account, string Asset), long>();
                var holdings = new Holdings();
                holdings.Apply(transaction.FeeChanges, moved);
                // The balance after the fee is not the one at the start of the meta: other transactions come between.
                ApplyMeta(new Holdings(), transaction.Meta.V4, moved);

                Told(transaction).ShouldBe(moved, ignoreOrder: true);
            }
        }
    }

    [Fact]
    public void A_failed_transaction_pays_its_fee_and_moves_nothing_else()
    {
        var walk = new LedgerWalk(Simulated.Network);
        int failed = 0;
        foreach (byte[] xdr in Simulated.Ledgers(50, Options))
        {
            foreach (LedgerTransaction transaction in walk.Read(xdr))
            {
                if (transaction.IsSuccessful) continue;
                failed++;
                transaction.Meta.V4.Operations.Count.ShouldBe(0);
                var moved = new Dictionary<(string Account, string Asset), long>();
                new Holdings().Apply(transaction.FeeChanges, moved);
                new Holdings().Apply(transaction.Meta.V4.TxChangesBefore, moved);
                string payer = StrKey.ToText(StrKeyKind.Account, TransactionBody.Ed25519Of(transaction.Body.FeeSource));
                moved.ShouldBe(new Dictionary<(string, string), long> { [(payer, "native")] = -transaction.Result.FeeCharged });
            }
        }

        failed.ShouldBeGreaterThan(20);
    }

    private static void ApplyMeta(Holdings holdings, TransactionMetaV4 meta, Dictionary<(string Account, string Asset), long> moved)
    {
        holdings.Apply(meta.TxChangesBefore, moved);
        foreach (OperationMetaV2 operation in meta.Operations) holdings.Apply(operation.Changes, moved);
        holdings.Apply(meta.TxChangesAfter, moved);
    }

    private static Dictionary<(string Account, string Asset), long> Told(LedgerTransaction transaction)
    {
        var told = new Dictionary<(string Account, string Asset), long>();
        foreach (TransactionEvent fee in transaction.Meta.V4.Events) Tell(fee.Event, told);
        foreach (OperationMetaV2 operation in transaction.Meta.V4.Operations)
        {
            foreach (ContractEvent one in operation.Events) Tell(one, told);
        }

        return told;
    }

    private static void Tell(ContractEvent one, Dictionary<(string Account, string Asset), long> told)
    {
        string name = "";
        string asset = "native";
        List<string> accounts = [];
        foreach (SCVal topic in one.Body.V0.Topics)
        {
            if (topic.Type == SCValType.Symbol) name = Encoding.ASCII.GetString(topic.Sym);
            if (topic.Type == SCValType.Address) accounts.Add(Holdings.Text(topic.Address.AccountId));
            if (topic.Type == SCValType.String) asset = Encoding.ASCII.GetString(topic.Str);
        }

        long amount = AmountOf(one.Body.V0.Data);
        if (name is "fee" or "burn" or "transfer") Holdings.Add(told, (accounts[0], asset), -amount);
        if (name is "mint" or "transfer") Holdings.Add(told, (accounts[^1], asset), amount);
    }

    private static long AmountOf(SCVal data)
    {
        if (data.Type == SCValType.I128) return checked((long)data.I128.Lo);
        foreach (SCMapEntry entry in data.Map.Value.Items)
        {
            if (entry.Key.Sym.SequenceEqual("amount"u8)) return checked((long)entry.Val.I128.Lo);
        }

        throw new InvalidOperationException("An event's map names no amount.");
    }
}
