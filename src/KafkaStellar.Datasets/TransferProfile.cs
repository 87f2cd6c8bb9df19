namespace KafkaStellar.Datasets;

/// <summary>Which release of Stellar's Go SDK token transfers equal, where its releases tell the same ledger differently.</summary>
/// <remarks>The differences are pull requests 5974, 5983 and 6004 of stellar/go-stellar-sdk. What else there is, all releases tell alike.</remarks>
public sealed record TransferProfile
{
    private TransferProfile(string name) => Name = name;

    /// <summary>The default, v0.7.3: what is true of the ledger.</summary>
    public static TransferProfile Latest { get; } = new("v0.7.3");

    /// <summary>Every profile there is, newest release first, then what is only proposed.</summary>
    public static IReadOnlyList<TransferProfile> All { get; } =
    [
        Latest,
        new("v0.7.2") { DropsVoidId = true, HashIdsHave32Bytes = true },
        new("v0.7.1") { DropsVoidId = true, HashIdsHave32Bytes = true, BurnsIssuedAssetA = true },
        new("pr-6004") { DropsUnnamedAsset = true },
    ];

    /// <summary>The release; v0.7.2 stands for v0.6.1 too, v0.7.1 for all that are older than these.</summary>
    public string Name { get; }

    /// <summary>Whether, of a revoked pool share of which only asset A went into a balance, A is told as burned too, not B, unless A is native (to PR 5974).</summary>
    public bool BurnsIssuedAssetA { get; private init; }

    /// <summary>Whether an event whose <c>to_muxed_id</c> is void is dropped instead of having none (to PR 5983).</summary>
    public bool DropsVoidId { get; private init; }

    /// <summary>Whether a <c>to_muxed_id</c> of bytes is cut or filled with zeros to 32 of them (to PR 5983).</summary>
    public bool HashIdsHave32Bytes { get; private init; }

    /// <summary>Whether a mint or clawback of TransactionMeta V4 whose third topic is no text is dropped (from PR 6004, which is open).</summary>
    public bool DropsUnnamedAsset { get; private init; }

    /// <summary>The profile of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static TransferProfile Of(string name) => All.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"'{name}' is no profile of token transfers. There are: {string.Join(", ", All.Select(profile => profile.Name))}.");
}
