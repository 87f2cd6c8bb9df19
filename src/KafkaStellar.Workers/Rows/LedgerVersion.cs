namespace KafkaStellar.Workers.Rows;

/// <summary>The bytes that one file or several have of a ledger.</summary>
/// <param name="Place">Where they stand first, in the order of the files.</param>
/// <param name="Hash">The hash that the ledger states, lower-case hex; empty where no other place has a ledger of its sequence.</param>
/// <param name="Again">Where the same bytes stand again.</param>
internal sealed record LedgerVersion(LedgerPlace Place, string Hash, IReadOnlyList<LedgerPlace> Again);
