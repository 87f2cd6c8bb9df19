using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Decides what people ask the network for: mostly payments that will go through, and a few things that will not.</summary>
internal sealed class TransactionComposer(Population population, SplitMix64 random, SimulationOptions options)
{
    private const long Unit = 10_000_000;
    private const int MaxFeeFactor = 10;
    private const ulong PatienceSeconds = 300;

    private static readonly byte[][] Texts =
    [
        .. new[] { "", "hello", "invoice 4711", "Grüße aus Köln", "コーヒー代", "rent \"July\", part 1\\2", "twenty-eight bytes, no more." }
            .Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Accounts that this ledger's transactions may create.</summary>
    public List<SimulatedAccount> Newcomers { get; } = [];

    /// <summary>A transaction of <paramref name="source"/>, to be applied in a ledger that closes at <paramref name="closeTime"/>.</summary>
    public SimulatedTransaction Compose(SimulatedAccount source, ulong closeTime)
    {
        SimulatedOperation[] operations = Operations(source);
        uint leastFee = (uint)operations.Length * LedgerHeaderState.BaseFee;
        bool isFeeBump = random.OneIn(12);
        return new SimulatedTransaction
        {
            Source = Address(source),
            FeeSource = isFeeBump ? Address(population.Sponsors[random.Below(population.Sponsors.Count)]) : null,
            Fee = leastFee * (uint)random.Between(1, MaxFeeFactor),
            // Per operation a fee bump offers at least what its inner transaction does (CAP-15).
            FeeBumpFee = isFeeBump ? (leastFee + LedgerHeaderState.BaseFee) * random.Between(MaxFeeFactor, 2 * MaxFeeFactor) : 0,
            Memo = Memo(),
            Preconditions = Preconditions(closeTime),
            Operations = operations,
            IsAuthorized = !random.OneIn(200),
        };
    }

    private SimulatedOperation[] Operations(SimulatedAccount source)
    {
        var operations = new SimulatedOperation[(int)random.Between(options.MinOperations, options.MaxOperations)];
        for (int i = 0; i < operations.Length; i++) operations[i] = Payment(source);
        switch (random.Below(64))
        {
            case 0 when population.MayGrow:
                operations[0] = CreateAccount();
                break;
            case 1:
                operations[0] = ChangeTrust(source);
                break;
            case 2 when population.MayShrink && source.State.SubEntryCount == 0:
                operations[^1] = new AccountMergeOperation(null, Address(OtherThan(source)));
                break;
            case 3 or 4:
                operations[random.Below(operations.Length)] = Doomed(source);
                break;
        }

        return operations;
    }

    private PaymentOperation Payment(SimulatedAccount source)
    {
        // Who is nearly out of lumens is paid some, so that nobody is ever too poor for a fee.
        if (source.Spendable < 10 * Unit)
            return new PaymentOperation(new AccountAddress(population.Bank), Address(source), population.Native, random.Between(100 * Unit, 1_000 * Unit));
        if (random.OneIn(40)) return Mint(source);
        if (random.OneIn(3) && TrustedBy(source) is SimulatedAsset asset) return IssuedPayment(source, asset);
        return new PaymentOperation(OperationSource(source), Address(population.Anyone(random)), population.Native, Share(source.Spendable));
    }

    private PaymentOperation Mint(SimulatedAccount source)
    {
        SimulatedAccount to = population.Anyone(random);
        SimulatedAsset? asset = TrustedBy(to);
        return asset is null
            ? new PaymentOperation(OperationSource(source), Address(to), population.Native, Share(source.Spendable))
            : new PaymentOperation(new AccountAddress(asset.Issuer!), Address(to), asset, random.Between(1, 100 * Unit));
    }

    private PaymentOperation IssuedPayment(SimulatedAccount source, SimulatedAsset asset)
    {
        long balance = source.TrustLines[asset.Index].Balance;
        if (random.OneIn(12)) return new PaymentOperation(OperationSource(source), new AccountAddress(asset.Issuer!), asset, Share(balance));

        // Most people have the first asset: a few draws find someone who can take it, and if not, the network says so.
        SimulatedAccount to = OtherThan(source);
        for (int draw = 0; draw < 8 && !to.TrustLines[asset.Index].Exists; draw++) to = OtherThan(source);
        return new PaymentOperation(OperationSource(source), Address(to), asset, Share(balance));
    }

    private CreateAccountOperation CreateAccount()
    {
        SimulatedAccount newcomer = population.NewAccount([]);
        Newcomers.Add(newcomer);
        return new CreateAccountOperation(new AccountAddress(population.Bank), newcomer, random.Between(100 * Unit, 1_000 * Unit));
    }

    private ChangeTrustOperation ChangeTrust(SimulatedAccount source)
    {
        SimulatedAsset asset = population.Issued[random.Below(population.Issued.Count)];
        TrustLineState line = source.TrustLines[asset.Index];
        long limit = line.Exists && line.Balance == 0 ? 0
            : random.OneIn(2) ? long.MaxValue
            : line.Balance + 1_000_000 * Unit;
        return new ChangeTrustOperation(OperationSource(source), asset, limit);
    }

    /// <summary>An operation that the network will refuse.</summary>
    private SimulatedOperation Doomed(SimulatedAccount source)
    {
        switch (random.Below(5))
        {
            case 0:
                return new PaymentOperation(OperationSource(source), Address(OtherThan(source)), population.Native, source.State.Balance);
            case 1:
                return new PaymentOperation(OperationSource(source), Address(population.NewAccount([])), population.Native, Share(source.Spendable));
            case 2:
                return new CreateAccountOperation(OperationSource(source), population.Bank, 100 * Unit);
            case 3:
                return new CreateAccountOperation(OperationSource(source), population.NewAccount([]), Unit / 2);
            default:
                SimulatedAsset asset = population.Issued[random.Below(population.Issued.Count)];
                return new PaymentOperation(OperationSource(source), new AccountAddress(asset.Issuer!), asset, long.MaxValue);
        }
    }

    private SimulatedMemo Memo()
    {
        switch (random.Below(20))
        {
            case 0 or 1 or 2:
                return new SimulatedMemo(MemoType.Text, 0, Texts[random.Below(Texts.Length)]);
            case 3 or 4 or 5:
                return new SimulatedMemo(MemoType.Id, random.Next() >> random.Below(64), []);
            case 6:
                return new SimulatedMemo(MemoType.Hash, 0, RandomHash());
            case 7:
                return new SimulatedMemo(MemoType.Return, 0, RandomHash());
            default:
                return new SimulatedMemo(MemoType.None, 0, []);
        }
    }

    private SimulatedPreconditions Preconditions(ulong closeTime) => random.Below(10) switch
    {
        0 or 1 => new SimulatedPreconditions(PreconditionType.None, 0),
        2 => new SimulatedPreconditions(PreconditionType.V2, closeTime + PatienceSeconds),
        3 => new SimulatedPreconditions(PreconditionType.Time, 0),
        _ => new SimulatedPreconditions(PreconditionType.Time, closeTime + (ulong)random.Between(0, (long)PatienceSeconds)),
    };

    private AccountAddress Address(SimulatedAccount account) =>
        new(account, random.OneIn(12) ? random.Next() >> random.Below(64) : null);

    // Some name the source that would serve anyway; muxed or not.
    private AccountAddress? OperationSource(SimulatedAccount source) => random.OneIn(10) ? Address(source) : null;

    private SimulatedAccount OtherThan(SimulatedAccount account)
    {
        SimulatedAccount other = population.Anyone(random);
        while (other == account) other = population.Anyone(random);
        return other;
    }

    private SimulatedAsset? TrustedBy(SimulatedAccount account)
    {
        int first = random.Below(population.Issued.Count);
        for (int i = 0; i < population.Issued.Count; i++)
        {
            SimulatedAsset asset = population.Issued[(first + i) % population.Issued.Count];
            if (account.TrustLines[asset.Index].Balance > 0) return asset;
        }

        return null;
    }

    // Small enough that all of a transaction's payments together leave most of it.
    private long Share(long holding) => random.Between(1, Math.Max(1, holding / (32 * options.MaxOperations)));

    private byte[] RandomHash()
    {
        var hash = new byte[32];
        random.Fill(hash);
        return hash;
    }
}
