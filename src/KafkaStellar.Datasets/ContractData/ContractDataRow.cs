using System.Buffers.Binary;
using KafkaStellar.Arrow.Types;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>What one row of <c>contract_data</c> is made of.</summary>
public readonly ref struct ContractDataRow
{
    // The widest decimal that a column holds has 38 digits; an i128 can have 39.
    private static readonly Decimal128Type s_balance = new(38, 0);

    private readonly ReadOnlySpan<byte> _ledger;
    private readonly EntryParts _parts;

    internal ContractDataRow(ReadOnlySpan<byte> ledger, EntryParts parts, ReadOnlySpan<byte> networkId)
    {
        _ledger = ledger;
        _parts = parts;
        Balance = AssetBalance.Of(Key, Value);
        if (parts.Durability != ContractDataDurability.Persistent) return; // a contract's instance is for good
        if (KeyType == SCValType.LedgerKeyContractInstance && IsInstance && !ContractId.IsEmpty) Asset = StellarAsset.Of(ContractId, Value, networkId);
    }

    /// <summary>The ledger's sequence.</summary>
    public required uint LedgerSequence { get; init; }

    /// <summary>When the ledger closed, in microseconds since 1970 UTC.</summary>
    public required long ClosedAtMicroseconds { get; init; }

    /// <summary>The hash of the transaction that made the change, 32 bytes; empty for an upgrade's change and for an eviction.</summary>
    public required ReadOnlySpan<byte> TransactionHash { get; init; }

    /// <summary>SHA-256 of the entry's LedgerKey, 32 bytes.</summary>
    public required ReadOnlySpan<byte> KeyHash { get; init; }

    /// <summary>The last ledger that the entry lives in; null where the ledger does not tell.</summary>
    public required uint? Expiration { get; init; }

    /// <summary>What happened to the entry, as UTF-8.</summary>
    public ReadOnlySpan<byte> Change => _parts.Change.Name();

    /// <summary>Whether it is no longer among the live entries.</summary>
    public bool IsDeleted => _parts.Change is EntryChange.Removed or EntryChange.Evicted;

    /// <summary>The ledger that changed it last, as it tells itself.</summary>
    public uint LastModified => _parts.LastModified;

    /// <summary>The contract that owns it.</summary>
    public SCAddress Contract
    {
        get
        {
            var reader = new XdrReader(_parts.Contract.Of(_ledger));
            return SCAddress.Read(ref reader);
        }
    }

    /// <summary>The id of the contract that owns it; empty where its address is not a contract's.</summary>
    public ReadOnlySpan<byte> ContractId => Contract is { Type: SCAddressType.Contract } contract ? contract.ContractId : default;

    /// <summary>Whether it is for good.</summary>
    public ContractDataDurability Durability => _parts.Durability;

    /// <summary>The key's XDR, one SCVal.</summary>
    public ReadOnlySpan<byte> Key => _parts.Key.Of(_ledger);

    /// <summary>What kind of value the key is.</summary>
    public SCValType KeyType => (SCValType)BinaryPrimitives.ReadInt32BigEndian(Key);

    /// <summary>The value's XDR, one SCVal; of a removed entry the last; empty where the ledger names only the key of an evicted one.</summary>
    public ReadOnlySpan<byte> Value => _parts.Value.Of(_ledger);

    /// <summary>Whether the value is a contract's instance.</summary>
    public bool IsInstance => !Value.IsEmpty && BinaryPrimitives.ReadInt32BigEndian(Value) == (int)SCValType.ContractInstance;

    /// <summary>What the instance runs; ask <see cref="IsInstance"/> first.</summary>
    public ContractExecutableType InstanceType => (ContractExecutableType)BinaryPrimitives.ReadInt32BigEndian(Value[4..]);

    /// <summary>The hash of the code that the instance runs; empty where it runs none, and where the value is no instance.</summary>
    public ReadOnlySpan<byte> WasmHash => IsInstance && InstanceType == ContractExecutableType.Wasm ? Value.Slice(8, 32) : default;

    /// <summary>The asset that the entry's contract stands for, where the entry tells and the contract's id proves it.</summary>
    public StellarAsset Asset { get; }

    /// <summary>The balance that the entry is.</summary>
    public AssetBalance Balance { get; }

    /// <summary>The balance's amount; null where there is none, or where it is longer than 38 digits.</summary>
    public Int128? Amount => !Balance.Holder.IsEmpty && s_balance.Fits(Balance.Amount) ? Balance.Amount : null;
}
