namespace KafkaStellar.Workers.Rows;

/// <summary>Where a ledger stands.</summary>
/// <param name="Path">The file.</param>
/// <param name="Index">Its place among the file's ledgers, from 0.</param>
internal readonly record struct LedgerPlace(string Path, int Index);
