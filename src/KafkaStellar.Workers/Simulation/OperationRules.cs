using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Applies operations to the accounts by the network's rules: what fails here fails there, and with the same code.</summary>
internal sealed class OperationRules(SimulatedAsset native, ChangeList changes, XdrWriter events)
{
    /// <summary>How many events the last operation has given.</summary>
    public uint EventCount { get; private set; }

    /// <summary>Applies one operation: writes what it changes and its events, which count only if it succeeds.</summary>
    public OperationOutcome Apply(SimulatedTransaction transaction, SimulatedOperation operation)
    {
        changes.Clear();
        events.Clear();
        EventCount = 0;
        SimulatedAccount source = (operation.Source ?? transaction.Source).Account;
        if (!source.State.Exists) return OperationOutcome.NoAccount;
        return operation switch
        {
            PaymentOperation payment => OperationOutcome.Of(Apply(source, payment, transaction.Memo)),
            CreateAccountOperation create => OperationOutcome.Of(Apply(source, create, transaction.Memo)),
            ChangeTrustOperation trust => OperationOutcome.Of(Apply(source, trust)),
            AccountMergeOperation merge => Apply(source, merge, transaction.Memo),
            _ => throw new InvalidOperationException($"{operation.GetType().Name} has no rules."),
        };
    }

    private PaymentResultCode Apply(SimulatedAccount source, PaymentOperation payment, SimulatedMemo memo)
    {
        PaymentResultCode code = payment.Asset == native
            ? PayLumens(source, payment.Destination.Account, payment.Amount)
            : PayIssued(source, payment);
        if (code == PaymentResultCode.Success) Moved(payment.Asset, source, payment.Destination, payment.Amount, memo);
        return code;
    }

    private PaymentResultCode PayLumens(SimulatedAccount source, SimulatedAccount destination, long amount)
    {
        if (destination == source) return PaymentResultCode.Success; // since protocol 3 nothing is looked at
        if (!destination.State.Exists) return PaymentResultCode.NoDestination;
        if (source.Spendable < amount) return PaymentResultCode.Underfunded;
        changes.Update(source, source.State with { Balance = source.State.Balance - amount });
        changes.Update(destination, destination.State with { Balance = destination.State.Balance + amount });
        return PaymentResultCode.Success;
    }

    private PaymentResultCode PayIssued(SimulatedAccount source, PaymentOperation payment)
    {
        SimulatedAccount destination = payment.Destination.Account;
        SimulatedAsset asset = payment.Asset;
        bool give = source != asset.Issuer;
        bool take = destination != asset.Issuer;
        if (!destination.State.Exists) return PaymentResultCode.NoDestination;
        if (take)
        {
            TrustLineState line = destination.TrustLines[asset.Index];
            if (!line.Exists) return PaymentResultCode.NoTrust;
            if (line.Limit - line.Balance < payment.Amount) return PaymentResultCode.LineFull;
        }

        if (give)
        {
            TrustLineState line = source.TrustLines[asset.Index];
            if (!line.Exists) return PaymentResultCode.SrcNoTrust;
            if (line.Balance < payment.Amount) return PaymentResultCode.Underfunded;
        }

        if (give) Add(source, asset, -payment.Amount);
        if (take) Add(destination, asset, payment.Amount);
        return PaymentResultCode.Success;
    }

    private void Add(SimulatedAccount account, SimulatedAsset asset, long amount)
    {
        TrustLineState line = account.TrustLines[asset.Index];
        changes.Update(account, asset, line with { Balance = line.Balance + amount });
    }

    private CreateAccountResultCode Apply(SimulatedAccount source, CreateAccountOperation create, SimulatedMemo memo)
    {
        SimulatedAccount destination = create.Destination;
        if (destination.State.Exists) return CreateAccountResultCode.AlreadyExist;
        if (create.StartingBalance < 2 * LedgerHeaderState.BaseReserve) return CreateAccountResultCode.LowReserve;
        if (source.Spendable < create.StartingBalance) return CreateAccountResultCode.Underfunded;
        changes.Update(source, source.State with { Balance = source.State.Balance - create.StartingBalance });
        changes.Create(destination, new AccountState { Balance = create.StartingBalance, SequenceNumber = (long)changes.Ledger << 32 });
        Moved(native, source, new AccountAddress(destination), create.StartingBalance, memo);
        return CreateAccountResultCode.Success;
    }

    private ChangeTrustResultCode Apply(SimulatedAccount source, ChangeTrustOperation trust)
    {
        TrustLineState line = source.TrustLines[trust.Asset.Index];
        if (line.Exists && trust.Limit > 0)
        {
            if (trust.Limit < line.Balance) return ChangeTrustResultCode.InvalidLimit;
            changes.Update(source, trust.Asset, line with { Limit = trust.Limit });
            return ChangeTrustResultCode.Success;
        }

        if (line.Exists)
        {
            if (line.Balance > 0) return ChangeTrustResultCode.InvalidLimit;
            changes.Remove(source, trust.Asset);
            changes.Update(source, source.State with { SubEntryCount = source.State.SubEntryCount - 1 });
            return ChangeTrustResultCode.Success;
        }

        if (trust.Limit == 0) return ChangeTrustResultCode.InvalidLimit;
        if (source.Spendable < LedgerHeaderState.BaseReserve) return ChangeTrustResultCode.LowReserve;
        changes.Create(source, trust.Asset, new TrustLineState { Limit = trust.Limit });
        changes.Update(source, source.State with { SubEntryCount = source.State.SubEntryCount + 1 });
        return ChangeTrustResultCode.Success;
    }

    private OperationOutcome Apply(SimulatedAccount source, AccountMergeOperation merge, SimulatedMemo memo)
    {
        SimulatedAccount destination = merge.Destination.Account;
        if (!destination.State.Exists) return OperationOutcome.Of(AccountMergeResultCode.NoAccount);
        if (source.State.SubEntryCount > 0) return OperationOutcome.Of(AccountMergeResultCode.HasSubEntries);
        if (source.State.SequenceNumber >= (long)changes.Ledger << 32) return OperationOutcome.Of(AccountMergeResultCode.SeqnumTooFar);
        long balance = source.State.Balance;
        changes.Update(destination, destination.State with { Balance = destination.State.Balance + balance });
        changes.Remove(source);
        Moved(native, source, merge.Destination, balance, memo);
        return OperationOutcome.Merged(balance);
    }

    private void Moved(SimulatedAsset asset, SimulatedAccount from, AccountAddress to, long amount, SimulatedMemo memo)
    {
        events.MovementEvent(asset, from, to, amount, memo);
        EventCount++;
    }
}
