using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Everyone there is: people, a bank that owns all other lumens, issuers, and sponsors who pay others' fees.</summary>
internal sealed class Population
{
    private const int FewestPeople = 1_000;
    private const int SponsorCount = 4;
    private const long Unit = 10_000_000;

    private readonly ulong _seed;
    private readonly List<SimulatedAccount> _people = [];
    private readonly int _atFirst;
    private ulong _keys;

    public Population(byte[] networkId, SimulationOptions options, long lumens)
    {
        _seed = options.Seed;
        uint before = options.FirstLedger - 1;
        SimulatedAccount[] issuers = [NewAccount("usd.example"u8.ToArray()), NewAccount("points.example"u8.ToArray())];
        Native = SimulatedAsset.Native(networkId);
        Issued =
        [
            SimulatedAsset.Issued(networkId, 0, "USD", issuers[0]),
            SimulatedAsset.Issued(networkId, 1, "POINTS", issuers[1]),
        ];
        Sponsors = [.. Enumerable.Range(0, SponsorCount).Select(_ => NewAccount([]))];
        foreach (SimulatedAccount account in issuers.Concat(Sponsors)) lumens -= Open(account, 10_000_000 * Unit, before);

        // Twice as many as a ledger has transactions, since each is the source of one at most.
        _atFirst = Math.Max(FewestPeople, 2 * options.TransactionsPerLedger);
        for (int i = 0; i < _atFirst; i++)
        {
            SimulatedAccount account = NewAccount([]);
            lumens -= Open(account, (1_000 + i % 97 * 100) * Unit, before);
            if (i % 4 != 0) Trust(account, 0, (100 + i % 31 * 10) * Unit, before);
            if (i % 3 == 0) Trust(account, 1, (5 + i % 13) * Unit, before);
            _people.Add(account);
        }

        Bank = NewAccount("bank.example"u8.ToArray());
        Open(Bank, lumens, before);
    }

    /// <summary>Holds all lumens that nobody else does, and opens accounts.</summary>
    public SimulatedAccount Bank { get; }

    public IReadOnlyList<SimulatedAccount> Sponsors { get; }

    public SimulatedAsset Native { get; }

    public IReadOnlyList<SimulatedAsset> Issued { get; }

    /// <summary>Whether there is room for more people; what bounds the memory of a long run.</summary>
    public bool MayGrow => _people.Count < 2 * _atFirst;

    /// <summary>Whether people may leave: never fewer than at first.</summary>
    public bool MayShrink => _people.Count > _atFirst;

    /// <summary>Anyone of the people.</summary>
    public SimulatedAccount Anyone(SplitMix64 random) => _people[random.Below(_people.Count)];

    /// <summary>Brings <paramref name="count"/> people, each once, to the front, in random order, where <see cref="this"/> finds them.</summary>
    public void Draw(SplitMix64 random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int j = i + random.Below(_people.Count - i);
            (_people[i], _people[j]) = (_people[j], _people[i]);
        }
    }

    /// <summary>The person at a place from 0.</summary>
    public SimulatedAccount this[int index] => _people[index];

    /// <summary>A new key without an account.</summary>
    public SimulatedAccount NewAccount(byte[] homeDomain) => new(NewKey(), homeDomain, issuedAssets: 2);

    /// <summary>Lets go of the merged among the first <paramref name="drawn"/>, and takes in those who came.</summary>
    public void Settle(int drawn, IEnumerable<SimulatedAccount> maybeCreated)
    {
        for (int i = drawn - 1; i >= 0; i--)
        {
            if (_people[i].State.Exists) continue;
            _people[i] = _people[^1];
            _people.RemoveAt(_people.Count - 1);
        }

        _people.AddRange(maybeCreated.Where(account => account.State.Exists));
    }

    private static long Open(SimulatedAccount account, long balance, uint ledger)
    {
        account.State = new AccountState(true, balance, (long)ledger << 32, 0, 0, 0, ledger);
        return balance;
    }

    private static void Trust(SimulatedAccount account, int asset, long balance, uint ledger)
    {
        account.TrustLines[asset] = new TrustLineState(true, balance, long.MaxValue, ledger);
        account.State = account.State with { SubEntryCount = account.State.SubEntryCount + 1 };
    }

    private byte[] NewKey()
    {
        Span<byte> origin = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(origin, _seed);
        BinaryPrimitives.WriteUInt64BigEndian(origin[sizeof(ulong)..], _keys++);
        return SHA256.HashData(origin);
    }
}
