namespace KafkaStellar.Xdr;

/// <summary>What a strkey stands for (SEP-23); the value is its version byte.</summary>
public enum StrKeyKind
{
    /// <summary><c>G…</c>: an account's ed25519 key, 32 bytes.</summary>
    Account = 6 << 3,

    /// <summary><c>M…</c>: an account's key and a 64-bit id, big-endian, 40 bytes.</summary>
    MuxedAccount = 12 << 3,

    /// <summary><c>C…</c>: a contract's id, 32 bytes.</summary>
    Contract = 2 << 3,

    /// <summary><c>W…</c>: a contract's id and a 64-bit id, big-endian, 40 bytes (CAP-84).</summary>
    MuxedContract = 22 << 3,

    /// <summary><c>L…</c>: a liquidity pool's id, 32 bytes.</summary>
    LiquidityPool = 11 << 3,

    /// <summary><c>B…</c>: a claimable balance: its type (0) and hash, 33 bytes.</summary>
    ClaimableBalance = 1 << 3,

    /// <summary><c>T…</c>: a pre-authorized transaction's hash, 32 bytes.</summary>
    PreAuthTransaction = 19 << 3,

    /// <summary><c>X…</c>: a SHA-256 hash, 32 bytes.</summary>
    HashX = 23 << 3,

    /// <summary><c>P…</c>: an ed25519 key and a signed payload of 1 to 64 bytes: key, length (4 bytes), payload padded to four.</summary>
    SignedPayload = 15 << 3,
}
