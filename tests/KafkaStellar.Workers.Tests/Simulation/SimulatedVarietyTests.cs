using System.Text;
using KafkaStellar.Datasets;
using KafkaStellar.Workers.Simulation;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests.Simulation;

/// <summary>What a hundred ledgers are sure to hold.</summary>
public class SimulatedVarietyTests
{
    private static readonly List<byte[]> Ledgers = Simulated.Ledgers(100, new SimulationOptions());

    [Fact]
    public void Memos_of_every_kind() => Seen<MemoType>((transaction, seen) => seen.Add(transaction.Body.Memo.Type))
        .ShouldBe(Enum.GetValues<MemoType>(), ignoreOrder: true);

    [Fact]
    public void Texts_that_are_empty_as_long_as_can_be_and_not_ascii()
    {
        HashSet<string> texts = Seen<string>((transaction, seen) =>
        {
            if (transaction.Body.Memo.Type == MemoType.Text) seen.Add(Encoding.UTF8.GetString(transaction.Body.Memo.Text));
        });

        texts.ShouldContain("");
        texts.ShouldContain(text => Encoding.UTF8.GetByteCount(text) == 28);
        texts.ShouldContain("コーヒー代");
    }

    [Fact]
    public void Preconditions_of_every_kind() => Seen<PreconditionType>((transaction, seen) =>
    {
        if (transaction.Body.EnvelopeType != EnvelopeType.Tx) return;
        var reader = new XdrReader(transaction.EnvelopeXdr[4..]);
        seen.Add(Transaction.Read(ref reader).Cond.Type);
    }).ShouldBe(Enum.GetValues<PreconditionType>(), ignoreOrder: true);

    [Fact]
    public void Plain_transactions_and_fee_bumps_that_fail_and_succeed() => Seen<TransactionResultCode>((transaction, seen) =>
    {
        seen.Add(transaction.Result.Result.Code);
    }).ShouldBe(
    [
        TransactionResultCode.Success,
        TransactionResultCode.Failed,
        TransactionResultCode.BadAuth,
        TransactionResultCode.FeeBumpInnerSuccess,
        TransactionResultCode.FeeBumpInnerFailed,
    ], ignoreOrder: true);

    [Fact]
    public void Payments_new_accounts_trust_and_merges() => Seen<OperationType>((transaction, seen) =>
    {
        foreach (Operation operation in transaction.Body.Operations) seen.Add(operation.Body.Type);
    }).ShouldBe([OperationType.Payment, OperationType.CreateAccount, OperationType.ChangeTrust, OperationType.AccountMerge], ignoreOrder: true);

    [Fact]
    public void Payments_of_lumens_and_of_both_kinds_of_issued_assets() => Seen<AssetType>((transaction, seen) =>
    {
        foreach (Operation operation in transaction.Body.Operations)
        {
            if (operation.Body.Type == OperationType.Payment) seen.Add(operation.Body.PaymentOp.Asset.Type);
        }
    }).ShouldBe([AssetType.Native, AssetType.CreditAlphanum4, AssetType.CreditAlphanum12], ignoreOrder: true);

    [Fact]
    public void Payments_that_fail_in_many_ways() => Seen<PaymentResultCode>((transaction, seen) =>
    {
        if (transaction.Result.Result.Code != TransactionResultCode.Failed) return;
        foreach (OperationResult result in transaction.Result.Result.Results)
        {
            if (result.Code == OperationResultCode.Inner && result.Tr.Type == OperationType.Payment) seen.Add(result.Tr.PaymentResult.Code);
        }
    }).ShouldBe(
    [
        PaymentResultCode.Success,
        PaymentResultCode.Underfunded,
        PaymentResultCode.NoDestination,
        PaymentResultCode.NoTrust,
        PaymentResultCode.SrcNoTrust,
    ], ignoreOrder: true);

    [Fact]
    public void Muxed_accounts_as_source_fee_source_operation_source_and_destination() => Seen<string>((transaction, seen) =>
    {
        if (IsMuxed(transaction.Body.Source)) seen.Add("source");
        if (transaction.Body.EnvelopeType == EnvelopeType.TxFeeBump && IsMuxed(transaction.Body.FeeSource)) seen.Add("fee source");
        foreach (Operation operation in transaction.Body.Operations)
        {
            if (operation.SourceAccount.HasValue && IsMuxed(operation.SourceAccount.Value)) seen.Add("operation source");
            if (operation.Body.Type == OperationType.Payment && IsMuxed(operation.Body.PaymentOp.Destination)) seen.Add("destination");
        }
    }).Count.ShouldBe(4);

    [Fact]
    public void Events_of_fees_transfers_mints_and_burns_with_every_kind_of_muxed_id()
    {
        HashSet<string> seen = Seen<string>((transaction, seen) =>
        {
            foreach (TransactionEvent one in transaction.Meta.V4.Events) Add(one.Event, seen);
            foreach (OperationMetaV2 operation in transaction.Meta.V4.Operations)
            {
                foreach (ContractEvent one in operation.Events) Add(one, seen);
            }
        });

        seen.ShouldBe(["fee", "transfer", "mint", "burn", "U64", "String", "Bytes"], ignoreOrder: true);
    }

    private delegate void Look<T>(LedgerTransaction transaction, HashSet<T> seen);

    private static HashSet<T> Seen<T>(Look<T> look)
    {
        var walk = new LedgerWalk(Simulated.Network);
        var seen = new HashSet<T>();
        foreach (byte[] ledger in Ledgers)
        {
            foreach (LedgerTransaction transaction in walk.Read(ledger)) look(transaction, seen);
        }

        return seen;
    }

    private static bool IsMuxed(MuxedAccount account) => account.Type == CryptoKeyType.MuxedEd25519;

    private static void Add(ContractEvent one, HashSet<string> seen)
    {
        foreach (SCVal topic in one.Body.V0.Topics)
        {
            if (topic.Type == SCValType.Symbol) seen.Add(Encoding.ASCII.GetString(topic.Sym));
        }

        if (one.Body.V0.Data.Type != SCValType.Map) return;
        foreach (SCMapEntry entry in one.Body.V0.Data.Map.Value.Items)
        {
            if (entry.Key.Sym.SequenceEqual("to_muxed_id"u8)) seen.Add($"{entry.Val.Type}");
        }
    }
}
