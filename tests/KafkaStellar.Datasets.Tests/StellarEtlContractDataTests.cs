using System.Text.Json;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Every row of <c>contract_data</c> of the sets that stellar-etl has told, in every column that both have.</summary>
public sealed class StellarEtlContractDataTests
{
    // A decimal column has no more; an i128 can have one more, and stands in val_xdr and val_json.
    private const int MaxDigits = 38;

    private static readonly ComparedColumn[] s_columns =
    [
        .. new[] { "asset_code", "asset_issuer", "balance_holder" }.Select(name => ComparedColumn.Normalised(name, name, NullOfEmpty)),
        .. new[] { "contract_id", "deleted", "last_modified_ledger", "ledger_key_hash", "ledger_sequence" }.Select(ComparedColumn.Same),
        ComparedColumn.Normalised("asset_type", "asset_type", NullOfEmpty, type => ((string?)type)?["asset_type_".Length..]),
        ComparedColumn.Normalised("balance", "balance", balance => balance is string { Length: <= MaxDigits } ? NullOfEmpty(balance) : null),
        ComparedColumn.Normalised("contract_durability", "contract_durability", name => StellarEtlLedger.XdrName((string)name!, "ContractDataDurability")),
        ComparedColumn.Normalised("contract_key_type", "contract_key_type", name => StellarEtlLedger.XdrName((string)name!, "ScValType")),
        ComparedColumn.Normalised("ledger_entry_change", "change_type", change => $"{(LedgerEntryChangeType)(int)(decimal)change!}", change => Name((string)change!)),
        ComparedColumn.Renamed("key", "key_xdr"),
        ComparedColumn.Renamed("val", "val_xdr"),
        new("closed_at", row => StellarEtlLedger.Microseconds(row.GetProperty("closed_at")), row => row.GetProperty("closed_at").GetInt64()),
        new("contract_data_xdr", row => row.GetProperty("contract_data_xdr").GetString(), row => Base64(new XdrWriter().Int32(0).Xdr(Identity(row)).Xdr(row.GetProperty("val_xdr").GetBytesFromBase64()))),
        new("ledger_key_hash_base_64", row => row.GetProperty("ledger_key_hash_base_64").GetString(), row => Base64(new XdrWriter().Int32((int)LedgerEntryType.ContractData).Xdr(Identity(row)))),
    ];

    // What the rows hold beside: by what they are joined, and Go's own JSON of key and value, which is left out.
    private static readonly string[] s_others = ["key_decoded", "ledger", "val_decoded"];

    private static readonly string[] s_sets = [.. RealLedgers.SetsWithEtlRows.Except(["fuzz"])]; // which has no contract data

    public static TheoryData<string> Sets => [.. s_sets];

    // stellar-etl leaves nonces out.
    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void The_rows_of_contract_data_are_those_of_stellar_etl_and_nonces_beside(string set)
    {
        IReadOnlyList<JsonElement> theirs = Golden.ReadEtl(set, "contract_data");
        List<JsonElement> ours = Rows(set);
        List<JsonElement> others = [.. ours.Where(row => row.GetProperty("contract_key_type").GetString() != "scv_ledger_key_nonce")];

        new RowComparison("ledger", "ledger_sequence", s_columns).Verify(theirs, others);
        ours.Count.ShouldBeGreaterThan(others.Count);
    }

    [SkippableFact]
    public void Every_column_that_stellar_etl_gives_is_compared() =>
        s_sets.SelectMany(set => Golden.ReadEtl(set, "contract_data")).SelectMany(row => row.EnumerateObject()).Select(column => column.Name).Distinct()
            .Count().ShouldBe(s_columns.Length + s_others.Length);

    [SkippableFact]
    public void Balances_of_more_digits_than_a_decimal_holds_are_among_theirs() =>
        Golden.ReadEtl("fuzz30", "contract_data").Texts("balance").ShouldContain(balance => balance!.Length > MaxDigits);

    private static List<JsonElement> Rows(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        HashSet<string> columns = [.. s_columns.Select(column => column.Name), "key_xdr", "val_xdr"];
        return BatchRows.Extract(Catalog.Find("contract_data"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), columns);
    }

    // A contract's address, the key and the durability, of which a LedgerKey and an entry are made.
    private static ReadOnlySpan<byte> Identity(JsonElement row)
    {
        StrKey.TryDecode(row.GetProperty("contract_id").GetString()!, out _, out byte[]? contract).ShouldBeTrue();
        bool isPersistent = row.GetProperty("contract_durability").GetString() == "persistent";
        return new XdrWriter().Int32((int)SCAddressType.Contract).Opaque(contract).Xdr(row.GetProperty("key_xdr").GetBytesFromBase64())
            .Int32((int)(isPersistent ? ContractDataDurability.Persistent : ContractDataDurability.Temporary)).Written;
    }

    private static string Base64(XdrWriter xdr) => Convert.ToBase64String(xdr.Written);

    private static string Name(string change) => $"{Enum.GetValues<LedgerEntryChangeType>().Single(type => type.XdrName().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(change)))}";

    private static object? NullOfEmpty(object? value) => value is "" ? null : value;
}
