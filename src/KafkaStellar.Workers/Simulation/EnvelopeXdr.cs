using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Writes what a transaction asks for: a method a wire type, each in wire order.</summary>
internal static class EnvelopeXdr
{
    public static XdrWriter Transaction(this XdrWriter xdr, SimulatedTransaction transaction)
    {
        xdr.MuxedAccount(transaction.Source)
            .UInt32(transaction.Fee)
            .Int64(transaction.Source.Account.State.SequenceNumber + 1)
            .Preconditions(transaction.Preconditions)
            .Memo(transaction.Memo)
            .UInt32((uint)transaction.Operations.Count);
        foreach (SimulatedOperation operation in transaction.Operations) xdr.Operation(operation);
        return xdr.Int32(0); // ext
    }

    /// <summary>A FeeBumpTransaction around an inner envelope's transaction and signatures, which are XDR already.</summary>
    public static XdrWriter FeeBumpTransaction(this XdrWriter xdr, AccountAddress feeSource, long fee, ReadOnlySpan<byte> inner) => xdr
        .MuxedAccount(feeSource)
        .Int64(fee)
        .Int32((int)EnvelopeType.Tx)
        .Xdr(inner)
        .Int32(0); // ext

    /// <summary>A list of signatures. They are random: nobody has the keys.</summary>
    public static XdrWriter Signatures(this XdrWriter xdr, SplitMix64 random, ReadOnlySpan<SimulatedAccount> signers)
    {
        xdr.UInt32((uint)signers.Length);
        foreach (SimulatedAccount signer in signers) xdr.DecoratedSignature(random, signer);
        return xdr;
    }

    public static XdrWriter AccountId(this XdrWriter xdr, ReadOnlySpan<byte> key) => xdr
        .Int32((int)PublicKeyType.PublicKeyTypeEd25519)
        .Opaque(key);

    private static XdrWriter DecoratedSignature(this XdrWriter xdr, SplitMix64 random, SimulatedAccount signer)
    {
        Span<byte> signature = stackalloc byte[64];
        random.Fill(signature);
        return xdr.Opaque(signer.Key.AsSpan(^4)).VarOpaque(signature);
    }

    private static XdrWriter MuxedAccount(this XdrWriter xdr, AccountAddress address) => address.MuxedId is ulong id
        ? xdr.Int32((int)CryptoKeyType.MuxedEd25519).UInt64(id).Opaque(address.Account.Key)
        : xdr.Int32((int)CryptoKeyType.Ed25519).Opaque(address.Account.Key);

    private static XdrWriter Preconditions(this XdrWriter xdr, SimulatedPreconditions preconditions)
    {
        xdr.Int32((int)preconditions.Type);
        return preconditions.Type switch
        {
            PreconditionType.Time => xdr.TimeBounds(preconditions.MaxTime),
            PreconditionType.V2 => xdr.PreconditionsV2(preconditions.MaxTime),
            _ => xdr,
        };
    }

    private static XdrWriter PreconditionsV2(this XdrWriter xdr, ulong maxTime) => xdr
        .Bool(true).TimeBounds(maxTime)
        .Bool(true).UInt32(1).UInt32(0) // ledgerBounds: from ledger 1, for ever
        .Bool(false) // minSeqNum
        .UInt64(0) // minSeqAge
        .UInt32(0) // minSeqLedgerGap
        .UInt32(0); // extraSigners

    private static XdrWriter TimeBounds(this XdrWriter xdr, ulong maxTime) => xdr.UInt64(0).UInt64(maxTime);

    private static XdrWriter Memo(this XdrWriter xdr, SimulatedMemo memo)
    {
        xdr.Int32((int)memo.Type);
        return memo.Type switch
        {
            MemoType.Text => xdr.VarOpaque(memo.Bytes),
            MemoType.Id => xdr.UInt64(memo.Id),
            MemoType.Hash or MemoType.Return => xdr.Opaque(memo.Bytes),
            _ => xdr,
        };
    }

    private static XdrWriter Operation(this XdrWriter xdr, SimulatedOperation operation)
    {
        xdr.Bool(operation.Source is not null);
        if (operation.Source is AccountAddress source) xdr.MuxedAccount(source);
        return operation switch
        {
            PaymentOperation payment => xdr.Int32((int)OperationType.Payment).PaymentOp(payment),
            CreateAccountOperation create => xdr.Int32((int)OperationType.CreateAccount).CreateAccountOp(create),
            ChangeTrustOperation trust => xdr.Int32((int)OperationType.ChangeTrust).ChangeTrustOp(trust),
            AccountMergeOperation merge => xdr.Int32((int)OperationType.AccountMerge).MuxedAccount(merge.Destination),
            _ => throw new InvalidOperationException($"{operation.GetType().Name} has no wire form."),
        };
    }

    private static XdrWriter PaymentOp(this XdrWriter xdr, PaymentOperation payment) => xdr
        .MuxedAccount(payment.Destination)
        .Xdr(payment.Asset.Xdr)
        .Int64(payment.Amount);

    private static XdrWriter CreateAccountOp(this XdrWriter xdr, CreateAccountOperation create) => xdr
        .AccountId(create.Destination.Key)
        .Int64(create.StartingBalance);

    private static XdrWriter ChangeTrustOp(this XdrWriter xdr, ChangeTrustOperation trust) => xdr
        .Xdr(trust.Asset.Xdr)
        .Int64(trust.Limit);
}
