namespace KafkaStellar.Workers.Simulation;

/// <summary>What an operation asks for.</summary>
/// <param name="Source">The account it names as its own source; null where the transaction's serves.</param>
internal abstract record SimulatedOperation(AccountAddress? Source);

/// <summary>PAYMENT: an amount of an asset, to an account that may be muxed.</summary>
internal sealed record PaymentOperation(AccountAddress? Source, AccountAddress Destination, SimulatedAsset Asset, long Amount) : SimulatedOperation(Source);

/// <summary>CREATE_ACCOUNT: with a starting balance in stroops.</summary>
internal sealed record CreateAccountOperation(AccountAddress? Source, SimulatedAccount Destination, long StartingBalance) : SimulatedOperation(Source);

/// <summary>CHANGE_TRUST: a limit of 0 removes the trustline.</summary>
internal sealed record ChangeTrustOperation(AccountAddress? Source, SimulatedAsset Asset, long Limit) : SimulatedOperation(Source);

/// <summary>ACCOUNT_MERGE: all lumens to another account, and the end of this one.</summary>
internal sealed record AccountMergeOperation(AccountAddress? Source, AccountAddress Destination) : SimulatedOperation(Source);

/// <summary>An account as it is written: plain, or muxed with an id (SEP-23, CAP-27).</summary>
internal readonly record struct AccountAddress(SimulatedAccount Account, ulong? MuxedId = null);
