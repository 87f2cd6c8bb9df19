using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>An operation with its result and what it did.</summary>
internal sealed record MadeOperation
{
    /// <summary>The OperationBody.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The OperationResult; null where the list of results ends before it.</summary>
    public required byte[]? Result { get; init; }

    /// <summary>Its source account; null for the transaction's.</summary>
    public byte[]? Source { get; init; } = Names.A;

    public ulong? SourceId { get; init; }

    /// <summary>The LedgerEntryChanges.</summary>
    public byte[] Changes { get; init; } = MadeXdr.List();

    /// <summary>The contract events, from meta version 4.</summary>
    public byte[][] Events { get; init; } = [];

    public static MadeOperation CreateAccount(byte[] destination, long balance) => Of(OperationType.CreateAccount, xdr => xdr.AccountId(destination).Int64(balance));

    public static MadeOperation Payment(byte[] destination, byte[] asset, long amount, ulong? id = null) =>
        Of(OperationType.Payment, xdr => xdr.Muxed(destination, id).Xdr(asset).Int64(amount));

    public static MadeOperation Merge(byte[] destination, long? balance) => Of(OperationType.AccountMerge, xdr => xdr.Muxed(destination, null), xdr =>
    {
        xdr.Int32(balance is null ? -1 : 0);
        if (balance is long moved) xdr.Int64(moved);
    });

    public static MadeOperation Inflation(params (byte[] To, long Amount)[] payouts) => Of(OperationType.Inflation, _ => { }, xdr =>
    {
        xdr.Int32(0).UInt32((uint)payouts.Length);
        foreach ((byte[] to, long amount) in payouts) xdr.AccountId(to).Int64(amount);
    });

    public static MadeOperation StrictSend(byte[] destination, byte[] asset, long amount, byte[][] claims, ulong? id = null) => Of(
        OperationType.PathPaymentStrictSend,
        xdr => xdr.Xdr(Names.Native).Int64(1).Muxed(destination, id).Xdr(asset).Int64(1).UInt32(0),
        xdr => xdr.Int32(0).Xdr(MadeXdr.List(claims)).AccountId(destination).Xdr(asset).Int64(amount));

    public static MadeOperation StrictReceive(byte[] destination, byte[] asset, long amount, byte[][] claims, ulong? id = null) => Of(
        OperationType.PathPaymentStrictReceive,
        xdr => xdr.Xdr(Names.Native).Int64(1).Muxed(destination, id).Xdr(asset).Int64(amount).UInt32(0),
        xdr => xdr.Int32(0).Xdr(MadeXdr.List(claims)).AccountId(destination).Xdr(asset).Int64(amount + 1));

    public static MadeOperation SellOffer(params byte[][] claims) => Offer(OperationType.ManageSellOffer, OperationType.ManageSellOffer, claims);

    public static MadeOperation BuyOffer(params byte[][] claims) => Offer(OperationType.ManageBuyOffer, OperationType.ManageBuyOffer, claims);

    /// <summary>A passive offer, whose result stands in one of two arms.</summary>
    public static MadeOperation PassiveOffer(OperationType arm, params byte[][] claims) => Offer(OperationType.CreatePassiveSellOffer, arm, claims);

    public static MadeOperation CreateBalance(byte[] asset, long amount) => Of(
        OperationType.CreateClaimableBalance, xdr => xdr.Xdr(asset).Int64(amount).UInt32(0), xdr => xdr.Int32(0).BalanceId(Names.Balance));

    public static MadeOperation ClaimBalance(params byte[][][] changes) =>
        Of(OperationType.ClaimClaimableBalance, xdr => xdr.BalanceId(Names.Balance)) with { Changes = MadeXdr.Changes(changes) };

    public static MadeOperation ClawbackBalance(params byte[][][] changes) =>
        Of(OperationType.ClawbackClaimableBalance, xdr => xdr.BalanceId(Names.Balance)) with { Changes = MadeXdr.Changes(changes) };

    public static MadeOperation Clawback(byte[] from, byte[] asset, long amount, ulong? id = null) =>
        Of(OperationType.Clawback, xdr => xdr.Xdr(asset).Muxed(from, id).Int64(amount));

    public static MadeOperation SetFlags(params byte[][][] changes) =>
        Of(OperationType.SetTrustLineFlags, xdr => xdr.AccountId(Names.B).Xdr(Names.Usdc).UInt32(1).UInt32(0)) with { Changes = MadeXdr.Changes(changes) };

    public static MadeOperation AllowTrust(params byte[][][] changes) =>
        Of(OperationType.AllowTrust, xdr => xdr.AccountId(Names.B).Int32(1).Opaque("USDC"u8).UInt32(0)) with { Changes = MadeXdr.Changes(changes) };

    public static MadeOperation Deposit(params byte[][][] changes) =>
        Of(OperationType.LiquidityPoolDeposit, xdr => xdr.Opaque(Names.Pool).Int64(1).Int64(1).Int32(1).Int32(1).Int32(1).Int32(1)) with { Changes = MadeXdr.Changes(changes) };

    public static MadeOperation Withdraw(params byte[][][] changes) =>
        Of(OperationType.LiquidityPoolWithdraw, xdr => xdr.Opaque(Names.Pool).Int64(1).Int64(1).Int64(1)) with { Changes = MadeXdr.Changes(changes) };

    /// <summary>An invocation; its events stand in the operation's own meta from version 4.</summary>
    public static MadeOperation Invoke(params byte[][] events) => Of(
        OperationType.InvokeHostFunction,
        xdr => xdr.Int32((int)HostFunctionType.UploadContractWasm).VarOpaque([]).UInt32(0),
        xdr => xdr.Int32(0).Opaque(MadeLedger.Fill(0))) with
    { Events = events };

    public static MadeOperation BumpSequence() => Of(OperationType.BumpSequence, xdr => xdr.Int64(1));

    /// <summary>An order-book trade.</summary>
    public static byte[] Claim(byte[] seller, byte[] sold, long amountSold, byte[] bought, long amountBought) => MadeXdr.Of(xdr => xdr
        .Int32((int)ClaimAtomType.OrderBook).AccountId(seller).Int64(1).Xdr(sold).Int64(amountSold).Xdr(bought).Int64(amountBought));

    /// <summary>An order-book trade as it was written until protocol 17.</summary>
    public static byte[] OldClaim(byte[] seller, byte[] sold, long amountSold, byte[] bought, long amountBought) => MadeXdr.Of(xdr => xdr
        .Int32((int)ClaimAtomType.V0).Opaque(seller).Int64(1).Xdr(sold).Int64(amountSold).Xdr(bought).Int64(amountBought));

    /// <summary>A trade with the tests' pool.</summary>
    public static byte[] PoolClaim(byte[] sold, long amountSold, byte[] bought, long amountBought) => MadeXdr.Of(xdr => xdr
        .Int32((int)ClaimAtomType.LiquidityPool).Opaque(Names.Pool).Xdr(sold).Int64(amountSold).Xdr(bought).Int64(amountBought));

    private static MadeOperation Offer(OperationType type, OperationType arm, byte[][] claims) => new()
    {
        Body = MadeXdr.Of(xdr =>
        {
            xdr.Int32((int)type).Xdr(Names.Native).Xdr(Names.Usdc).Int64(1).Int32(1).Int32(1);
            if (type != OperationType.CreatePassiveSellOffer) xdr.Int64(0);
        }),
        Result = MadeXdr.Of(xdr => xdr.Int32(0).Int32((int)arm).Int32(0).Xdr(MadeXdr.List(claims)).Int32((int)ManageOfferEffect.Deleted)),
    };

    // Most results are a code and nothing else.
    private static MadeOperation Of(OperationType type, Action<XdrWriter> body, Action<XdrWriter>? result = null) => new()
    {
        Body = MadeXdr.Of(xdr =>
        {
            xdr.Int32((int)type);
            body(xdr);
        }),
        Result = MadeXdr.Of(xdr =>
        {
            xdr.Int32(0).Int32((int)type);
            if (result is null) xdr.Int32(0);
            else result(xdr);
        }),
    };
}
