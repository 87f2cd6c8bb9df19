using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Where details of operations differ from stellar-etl's on purpose, and why.</summary>
internal static class StellarEtlDifferences
{
    /// <summary>A difference that stays: the fields that it is about, the reason, and how it is known.</summary>
    public sealed record Listed(string[] Fields, string Reason, Func<StellarEtlDetail, bool> Explains);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Listed> All { get; } =
    [
        new(["asset_id", "buying_asset_id", "reserve_a_asset_id", "reserve_b_asset_id", "selling_asset_id", "source_asset_id"],
            "a FarmHash of code, issuer and type, by which BigQuery joins; it follows from the three",
            detail => detail is { Theirs.ValueKind: JsonValueKind.Number, Ours: null }),
        new(
            [
                "amount", "limit", "max_price", "min_price", "price", "reserve_a_deposit_amount", "reserve_a_max_amount", "reserve_a_min_amount",
                "reserve_a_withdraw_amount", "reserve_b_deposit_amount", "reserve_b_max_amount", "reserve_b_min_amount", "reserve_b_withdraw_amount",
                "shares", "shares_received", "source_amount", "source_max", "starting_balance",
            ],
            "floating-point there, decimal text with seven digits here: an amount is exact",
            detail => detail is { Theirs: { ValueKind: JsonValueKind.Number } number, Ours: { ValueKind: JsonValueKind.String } text } && IsDecimalOf(text.GetString()!, number.GetDouble())),
        new(["path"],
            "no path is null there and an empty list here, and the native asset has an empty code and issuer there and none here",
            detail => Path(detail.Theirs).SequenceEqual(Path(detail.Ours))),
        new(["ledger_key_hash"],
            "an empty footprint is null there and an empty list here",
            detail => IsNull(detail.Theirs) && IsEmptyList(detail.Ours)),
        new(["reserve_a_asset_type", "reserve_b_asset_type"],
            "native there where the transaction failed, whatever the pool's assets are: nothing in the ledger tells them then",
            detail => !detail.IsSuccessful && Text(detail.Theirs) == "native" && detail.Ours is null),
        new(["contract_id"],
            "of a created contract taken there from the footprint, which need not name it, and computed here from its preimage",
            detail => Text(detail.Theirs) == "" && Text(detail.Details.GetProperty("type"))!.StartsWith("create_contract", StringComparison.Ordinal)),
        new(["salt"],
            "Horizon has it and stellar-etl does not; with it a contract's id can be computed again",
            detail => detail.Theirs is null && Text(detail.Details.GetProperty("from")) == "address"),
        new(["asset_balance_changes"],
            "read there from diagnostic events, which only some nodes keep, and here from the events of contracts",
            detail => IsEmptyList(detail.Theirs) && detail.Ours!.Value.GetArrayLength() > 0),
        new(["parameters_json"],
            "the XDR of parameters once more",
            detail => detail.Ours is null && Texts(detail.Theirs).SequenceEqual(detail.Details.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("value").GetString()))),
        new(["parameters_json_decoded"],
            "a JSON of Go's own, which is SEP-51 in parameters_decoded here; the rows at hand leave it out",
            detail => detail.Ours is null && Texts(detail.Theirs).All(text => text is null)),
        new(["parameters_decoded"],
            "a text of Go's own there, SEP-51 JSON here",
            detail => Types(detail.Theirs).SequenceEqual(Types(detail.Ours))),
        new(["home_domain", "name"],
            "bytes that are no UTF-8 are U+FFFD there, escaped here",
            detail => Text(detail.Theirs) == Encoding.UTF8.GetString(detail.Details.GetProperty($"{detail.Name}_base64").GetBytesFromBase64())),
        new(["home_domain_base64", "name_base64"],
            "the bytes of what is no UTF-8, which nothing there tells",
            detail => detail.Theirs is null),
    ];

    private static bool IsDecimalOf(string text, double number) => text.Split('.')[1].Length == 7 && double.Parse(text, CultureInfo.InvariantCulture) == number;

    private static bool IsNull(JsonElement? value) => value is { ValueKind: JsonValueKind.Null };

    private static bool IsEmptyList(JsonElement? value) => value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static IEnumerable<string?> Texts(JsonElement? list) => list!.Value.EnumerateArray().Select(one => one.GetString());

    private static IEnumerable<string?> Types(JsonElement? values) => values!.Value.EnumerateArray().Select(one => one.GetProperty("type").GetString());

    private static IEnumerable<string> Path(JsonElement? path) => path is not { ValueKind: JsonValueKind.Array } list ? [] : list.EnumerateArray().Select(asset => string.Join(' ',
        asset.EnumerateObject().Where(part => part.Value.GetString() != "").OrderBy(part => part.Name, StringComparer.Ordinal)));
}
