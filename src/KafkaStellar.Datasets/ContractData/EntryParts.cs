using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>Where the parts of one change to a contract-data entry stand in a ledger.</summary>
/// <param name="Change">What happened to it.</param>
/// <param name="LastModified">The ledger that changed it last, as the entry itself tells; of an evicted one that the ledger only names, that ledger.</param>
/// <param name="Identity">Its contract, key and durability: what its LedgerKey is made of, but for the type.</param>
/// <param name="Contract">The address of the contract that owns it.</param>
/// <param name="Key">Its key.</param>
/// <param name="Durability">Whether it is for good.</param>
/// <param name="Value">Its value; of a removed entry the last, of an evicted one of no length where the ledger names only its key.</param>
internal readonly record struct EntryParts(
    EntryChange Change, uint LastModified, Extent Identity, Extent Contract, Extent Key, ContractDataDurability Durability, Extent Value);
