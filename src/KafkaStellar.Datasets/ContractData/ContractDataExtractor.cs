using System.Security.Cryptography;
using KafkaStellar.Arrow;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.ContractData;

/// <summary>Ledger in, its rows of <c>contract_data</c> out, in the order of application: all fees, all transactions, all refunds, upgrades, evictions.</summary>
/// <remarks>
/// Evictions are what the ledger says beside the changes: only the keys, mostly. The SDK's changes do not have them, so they are left out
/// unless <see cref="Selection.Evictions"/>.
/// Of a selection: the entry belongs to one of <see cref="Selection.Contracts"/>; it belongs to the Stellar Asset Contract of one of
/// <see cref="Selection.Assets"/>; it is a balance whose holder is one of <see cref="Selection.Accounts"/>, here the ids of contracts,
/// since accounts hold assets in trustlines.
/// </remarks>
public sealed class ContractDataExtractor : IExtractor
{
    private readonly EntryChanges _changes = new();
    private readonly Selection _selection;
    private readonly ByteSet _assets;
    private readonly byte[] _networkId;
    private byte[] _key = new byte[512];
    private readonly ContractDataTable _table = new();

    /// <summary>An extractor of the selected rows of a network.</summary>
    public ContractDataExtractor(Network network, Selection selection)
    {
        _networkId = network.Id;
        _selection = selection;
        _assets = new ByteSet(selection.Assets.Members.Select(asset =>
        {
            byte[] contract = new byte[32];
            AssetXdr.ContractOf(asset, network.Id, contract);
            return contract;
        }));
    }

    /// <summary>The dataset.</summary>
    public static Dataset Dataset { get; } = Datasets.Dataset.Of(
        new ContractDataTable(),
        "One row per change to a contract-data entry: created, updated, restored, removed with its last value, or, where asked for, evicted.",
        [nameof(Selection.Contracts), nameof(Selection.Accounts), nameof(Selection.Assets), nameof(Selection.Evictions)],
        (network, selection) => new ContractDataExtractor(network, selection));

    /// <inheritdoc/>
    public Schema Schema => _table.Schema;

    /// <inheritdoc/>
    public RecordBatch Extract(in Ledger ledger)
    {
        AppendAll(in ledger);
        return _table.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void AppendAll(in Ledger ledger)
    {
        _changes.Begin();
        int count = ledger.TransactionCount;
        for (int i = 0; i < count; i++) AppendList(in ledger, i, ledger.PartsOf(i).FeeChanges);
        for (int i = 0; i < count; i++) AppendMeta(in ledger, i);
        for (int i = 0; i < count; i++) AppendList(in ledger, i, ledger.PartsOf(i).PostFeeChanges);
        AppendUpgrades(in ledger);
        if (_selection.Evictions) AppendEvictions(in ledger);
    }

    private void AppendList(in Ledger ledger, int transaction, Extent changes)
    {
        if (changes.Length <= sizeof(int)) return; // there is no such list, or it is empty
        XdrReader reader = ReaderAt(in ledger, changes.Start);
        Append(in ledger, ref reader, HashOf(in ledger, transaction));
    }

    private void AppendMeta(in Ledger ledger, int transaction)
    {
        ReadOnlySpan<byte> hash = HashOf(in ledger, transaction);
        XdrReader reader = ReaderAt(in ledger, ledger.PartsOf(transaction).Meta.Start);
        int version = reader.ReadInt32();
        if (version >= 3) ExtensionPoint.Skip(ref reader);
        if (version >= 1) Append(in ledger, ref reader, hash); // the transaction's changes, from V2 those before its operations
        int operations = reader.ReadCount(int.MaxValue, sizeof(int));
        for (int i = 0; i < operations; i++)
        {
            if (version == 4) ExtensionPoint.Skip(ref reader);
            Append(in ledger, ref reader, hash);
            if (version == 4) XdrList<ContractEvent>.Skip(ref reader);
        }

        if (version >= 2) Append(in ledger, ref reader, hash); // those after its operations
    }

    private void AppendUpgrades(in Ledger ledger)
    {
        XdrReader reader = ReaderAt(in ledger, ledger.Parts.Upgrades);
        int upgrades = reader.ReadCount(int.MaxValue, 2 * sizeof(int));
        for (int i = 0; i < upgrades; i++)
        {
            LedgerUpgrade.Skip(ref reader);
            Append(in ledger, ref reader, default);
        }
    }

    private void AppendEvictions(in Ledger ledger)
    {
        if (ledger.Parts.Version == 0) return;
        XdrReader reader = ReaderAt(in ledger, ledger.Parts.AfterScp + sizeof(ulong)); // behind the size of live Soroban state
        _changes.ReadEvicted(ref reader, in ledger);
        AppendRows(in ledger, default);
    }

    private void Append(in Ledger ledger, scoped ref XdrReader reader, ReadOnlySpan<byte> transactionHash)
    {
        _changes.Read(ref reader, in ledger);
        if (!_changes.Changes.IsEmpty) AppendRows(in ledger, transactionHash);
    }

    private void AppendRows(in Ledger ledger, ReadOnlySpan<byte> transactionHash)
    {
        Span<byte> keyHash = stackalloc byte[32];
        foreach (ref readonly EntryParts parts in _changes.Changes)
        {
            HashKey(parts.Identity.Of(ledger.Xdr), keyHash);
            var row = new ContractDataRow(ledger.Xdr, parts, _networkId)
            {
                LedgerSequence = ledger.Sequence,
                ClosedAtMicroseconds = ledger.ClosedAtMicroseconds,
                TransactionHash = transactionHash,
                KeyHash = keyHash,
                Expiration = _changes.ExpirationOf(keyHash),
            };
            if (IsWanted(in row)) _table.Append(in row);
        }
    }

    private bool IsWanted(in ContractDataRow row) =>
        _selection.Contracts.Passes(row.ContractId) && _assets.Passes(row.ContractId) && _selection.Accounts.Passes(row.Balance.Holder);

    private void HashKey(ReadOnlySpan<byte> identity, Span<byte> hash)
    {
        int length = sizeof(int) + identity.Length;
        if (_key.Length < length) _key = new byte[length * 2];
        _key[3] = (byte)LedgerEntryType.ContractData;
        identity.CopyTo(_key.AsSpan(sizeof(int)));
        SHA256.HashData(_key.AsSpan(0, length), hash);
    }

    private static XdrReader ReaderAt(in Ledger ledger, int start)
    {
        var reader = new XdrReader(ledger.Xdr);
        reader.Advance(start);
        return reader;
    }

    private static ReadOnlySpan<byte> HashOf(in Ledger ledger, int transaction) => ledger.PartsOf(transaction).Result.Of(ledger.Xdr)[..32];
}
