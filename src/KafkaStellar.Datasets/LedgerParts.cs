namespace KafkaStellar.Datasets;

/// <summary>Where the parts of a LedgerCloseMeta stand, beside its transactions.</summary>
/// <param name="Version">0, 1 or 2.</param>
/// <param name="Ext">The LedgerCloseMetaExt; from version 1.</param>
/// <param name="Header">The LedgerHeaderHistoryEntry.</param>
/// <param name="Set">The transaction set, plain (V0) or generalized.</param>
/// <param name="Upgrades">The list of upgrades processed.</param>
/// <param name="AfterScp">What follows the SCP messages; from version 1.</param>
internal readonly record struct LedgerParts(int Version, int Ext, int Header, Extent Set, int Upgrades, int AfterScp);
