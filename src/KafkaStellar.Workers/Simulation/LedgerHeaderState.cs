using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStellar.Workers.Simulation;

/// <summary>What one header hands on to the next.</summary>
internal sealed class LedgerHeaderState
{
    /// <summary>The fee of an operation, in stroops.</summary>
    public const uint BaseFee = 100;

    /// <summary>The reserve of an entry, in stroops.</summary>
    public const uint BaseReserve = 5_000_000;

    /// <summary>All lumens there are, in stroops; none were made since inflation ended (protocol 12).</summary>
    public const long TotalCoins = 1_054_439_020_873_472_865;

    private const ulong MillisecondsPerSecond = 1_000;

    // The distances between the ledgers whose hashes the skip list keeps (stellar-core's BucketManager).
    private const uint SkipFirst = 50;
    private const uint SkipSecond = 5_000;
    private const uint SkipThird = 50_000;
    private const uint SkipFourth = 500_000;

    private readonly SimulationOptions _options;
    private ulong _nextCloseTimeMilliseconds;

    public LedgerHeaderState(byte[] networkId, SimulationOptions options)
    {
        _options = options;
        _nextCloseTimeMilliseconds = options.FirstCloseTime * MillisecondsPerSecond;
        Sequence = options.FirstLedger - 1;
        Protocol = options.Protocol;
        Span<byte> origin = stackalloc byte[networkId.Length + sizeof(ulong)];
        networkId.CopyTo(origin);
        BinaryPrimitives.WriteUInt64BigEndian(origin[networkId.Length..], options.Seed);
        SHA256.HashData(origin, Hash);
        SHA256.HashData(Hash, BucketListHash);
    }

    public uint Sequence { get; private set; }

    /// <summary>The protocol that the header names: after the ledger's own upgrade.</summary>
    public uint Protocol { get; private set; }

    /// <summary>The protocol of the ledger before, by whose rules this one is closed.</summary>
    public uint PreviousProtocol { get; private set; }

    /// <summary>Whether the ledger applies an upgrade of the protocol.</summary>
    public bool IsUpgrade => Protocol != PreviousProtocol;

    /// <summary>Milliseconds since 1970: whole seconds where the protocol knows no others.</summary>
    public ulong CloseTimeMilliseconds { get; private set; }

    /// <summary>Seconds since 1970.</summary>
    public ulong CloseTime => CloseTimeMilliseconds / MillisecondsPerSecond;

    /// <summary>Fees charged since ever, in stroops.</summary>
    public long FeePool { get; set; } = 1_000_000_000_000;

    /// <summary>The ledger's hash; while a ledger is made, the one before it.</summary>
    public byte[] Hash { get; } = new byte[32];

    /// <summary>Stands for all the ledger's entries: here, for all results so far.</summary>
    public byte[] BucketListHash { get; } = new byte[32];

    /// <summary>The bucket list hashes of ledgers further and further back.</summary>
    public byte[][] SkipList { get; } = [new byte[32], new byte[32], new byte[32], new byte[32]];

    /// <summary>Begins the next ledger.</summary>
    public void Advance()
    {
        if (Sequence == int.MaxValue)
            throw new InvalidOperationException($"The simulation ends with ledger {Sequence}: a later one has no sequence numbers for new accounts.");
        Sequence++;
        PreviousProtocol = Protocol;
        if (_options.Upgrade is ProtocolUpgrade upgrade && upgrade.Ledger == Sequence) Protocol = upgrade.Protocol;
        CloseTimeMilliseconds = _nextCloseTimeMilliseconds;
        _nextCloseTimeMilliseconds += ClosingRules.Cadence(Protocol, _options.CadenceMilliseconds);
    }

    /// <summary>Takes in a ledger's results.</summary>
    public void Absorb(ReadOnlySpan<byte> resultSetHash)
    {
        Span<byte> both = stackalloc byte[64];
        BucketListHash.CopyTo(both);
        resultSetHash.CopyTo(both[32..]);
        SHA256.HashData(both, BucketListHash);
        MoveSkipList();
    }

    // As stellar-core does it, so that a reader that follows the list finds what it expects.
    private void MoveSkipList()
    {
        if (Sequence % SkipFirst != 0) return;
        if (IsMultiple(Sequence, SkipFirst, SkipSecond))
        {
            if (IsMultiple(Sequence, SkipFirst + SkipSecond, SkipThird))
            {
                if (IsMultiple(Sequence, SkipFirst + SkipSecond + SkipThird, SkipFourth)) SkipList[2].CopyTo(SkipList[3], 0);
                SkipList[1].CopyTo(SkipList[2], 0);
            }

            SkipList[0].CopyTo(SkipList[1], 0);
        }

        BucketListHash.CopyTo(SkipList[0], 0);
    }

    private static bool IsMultiple(uint sequence, uint back, uint of) => sequence > back && (sequence - back) % of == 0;
}
