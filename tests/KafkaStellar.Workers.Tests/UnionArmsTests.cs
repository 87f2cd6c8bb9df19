using System.Text.RegularExpressions;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Tests;

/// <summary>
/// Every place that tells the protocol's kinds apart, read from the source: when the definitions bring a kind, these fail and name the places
/// that must be looked at, so that no new arm of a union is taken for an old one.
/// </summary>
public sealed partial class UnionArmsTests
{
    /// <summary>Each enum that our code names, and how many values it had when all places that name it were last looked at.</summary>
    private static readonly Dictionary<string, int> s_looked = new()
    {
        ["AccountMergeResultCode"] = 8,
        ["AssetType"] = 4,
        ["ChangeTrustResultCode"] = 9,
        ["ClaimAtomType"] = 3,
        ["ClaimPredicateType"] = 6,
        ["ContractDataDurability"] = 2,
        ["ContractEventType"] = 3,
        ["ContractExecutableType"] = 3,
        ["ContractIDPreimageType"] = 2,
        ["CreateAccountResultCode"] = 5,
        ["CreateClaimableBalanceResultCode"] = 6,
        ["CryptoKeyType"] = 5,
        ["EnvelopeType"] = 11,
        ["HostFunctionType"] = 4,
        ["InflationResultCode"] = 2,
        ["InvokeHostFunctionResultCode"] = 6,
        ["LedgerEntryChangeType"] = 5,
        ["LedgerEntryType"] = 10,
        ["LedgerUpgradeType"] = 7,
        ["ManageBuyOfferResultCode"] = 13,
        ["ManageOfferEffect"] = 3,
        ["ManageSellOfferResultCode"] = 13,
        ["MemoType"] = 5,
        ["OperationResultCode"] = 7,
        ["OperationType"] = 27,
        ["PathPaymentStrictReceiveResultCode"] = 13,
        ["PathPaymentStrictSendResultCode"] = 13,
        ["PaymentResultCode"] = 10,
        ["PreconditionType"] = 3,
        ["PublicKeyType"] = 1,
        ["RevokeSponsorshipType"] = 2,
        ["SCAddressType"] = 6,
        ["SCErrorType"] = 10,
        ["SCValType"] = 23,
        ["SignerKeyType"] = 4,
        ["StellarValueType"] = 5,
        ["StrKeyKind"] = 9,
        ["TransactionEventStage"] = 3,
        ["TransactionResultCode"] = 20,
        ["TrustLineFlags"] = 3,
        ["TxSetComponentType"] = 1,
    };

    /// <summary>Switches that leave kinds to their default, and why that is right.</summary>
    private static readonly Dictionary<(string File, string Enum), string> s_partial = new()
    {
        [("AddressKey.cs", "SCAddressType")] = "an address that is no contract has no contract's id",
        [("AddressSearch.cs", "SCValType")] = "no other value holds an address",
        [("BalanceChanges.cs", "LedgerEntryType")] = "no other entry holds an asset",
        [("ClassicTransfers.cs", "OperationType")] = "no other operation moves an asset, but for a contract's call, which is read elsewhere",
        [("EntryChanges.cs", "LedgerEntryType")] = "no other entry is contract data or tells how long it lives",
        [("EnvelopeIndex.cs", "EnvelopeType")] = "no other is a transaction's envelope; one there is an unknown arm",
        [("EnvelopeXdr.cs", "MemoType")] = "no memo has no more than its kind",
        [("EnvelopeXdr.cs", "PreconditionType")] = "no precondition has no more than its kind",
        [("EventXdr.cs", "MemoType")] = "a memo of a hash of either kind becomes bytes, and none is handled before",
        [("Holder.cs", "StrKeyKind")] = "nothing else holds a balance, and the default says so",
        [("NamedAccounts.cs", "HostFunctionType")] = "code that is uploaded names no account",
        [("NamedAccounts.cs", "LedgerEntryType")] = "no other key names an account",
        [("NamedAccounts.cs", "OperationType")] = "no other body names an account",
        [("NamedAssets.cs", "HostFunctionType")] = "only a contract that is made can be an asset's",
        [("NamedAssets.cs", "OperationType")] = "no other body names an asset",
        [("OperationFilter.cs", "HostFunctionType")] = "code that is uploaded is of no contract yet",
        [("OperationResults.cs", "OperationType")] = "the results of the others hold no more than a code",
        [("PoolChange.cs", "LedgerEntryChangeType")] = "a pool is never archived, so never restored",
        [("ScValJson.cs", "ContractExecutableType")] = "the asset's own code, which has no more than its kind, is handled before, and the default says so",
        [("ScValJson.cs", "SCValType")] = "kinds without a value are handled before, and the default says so",
        [("SignerSponsor.cs", "LedgerEntryChangeType")] = "a signer's sponsor shows when its account is updated",
        [("SponsorshipDetails.cs", "LedgerEntryType")] = "no other entry has a sponsor",
        [("TokenTransferRow.cs", "AssetType")] = "a pool's share is no asset of a transfer, and the default says so",
        [("TransactionRow.cs", "MemoType")] = "no memo has no value",
        [("TransferBuffer.cs", "MemoType")] = "no memo has no text",
        [("TransferValue.cs", "SCValType")] = "no other value tells a receiver apart (CAP-67)",
    };

    private static readonly Lazy<(string File, string Text)[]> s_sources = new(() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".g.cs", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (Path.GetFileName(path), Comments().Replace(File.ReadAllText(path), "")))
            .Where(source => source.Item2.Contains("KafkaStellar.Xdr", StringComparison.Ordinal)), // others have an ErrorCode of another house
    ]);

    private static readonly Dictionary<string, string[]> s_enums = typeof(XdrReader).Assembly.GetTypes()
        .Where(type => type is { IsEnum: true, IsPublic: true }).ToDictionary(type => type.Name, Enum.GetNames);

    [Fact]
    public void A_kind_that_the_definitions_bring_has_its_place_wherever_its_enum_is_named()
    {
        foreach ((string name, int looked) in s_looked)
        {
            s_enums[name].Length.ShouldBe(looked,
                $"{name} has other values than before. Look at {string.Join(", ", FilesThatName(name))}; then write its new count here.");
        }
    }

    [Fact]
    public void Every_enum_of_the_protocol_that_code_names_has_its_line_here()
    {
        string[] named = [.. s_enums.Keys.Where(name => FilesThatName(name).Length > 0)];

        named.Except(s_looked.Keys).ShouldBeEmpty("Write its count of values into this test: it tells when new ones come.");
    }

    [Fact]
    public void A_switch_names_every_kind_or_stands_here_with_its_reason()
    {
        (string, string)[] partial = [.. s_sources.Value.SelectMany(source => PartialSwitches(source.Text).Select(name => (source.File, name))).Distinct().Order()];

        partial.Except(s_partial.Keys).ShouldBeEmpty("These leave kinds to their default: name each, or say here why the default is right.");
        s_partial.Keys.Except(partial).ShouldBeEmpty("These name every kind now: their lines can go.");
    }

    private static string[] FilesThatName(string name) =>
        [.. s_sources.Value.Where(source => Regex.IsMatch(source.Text, $@"\b{name}\.[A-Z]\w*")).Select(source => source.File).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> PartialSwitches(string text) =>
        from Match start in Switches().Matches(text)
        from kinds in KindsIn(Block(text, start.Index + start.Length))
        where s_enums[kinds.Key].Except(kinds).Any()
        select kinds.Key;

    // What stands before an arrow or a colon, or alternatives of it, is what a switch tells apart.
    private static IEnumerable<IGrouping<string, string>> KindsIn(string block) =>
        from Match arm in Arms().Matches(block)
        from Match kind in Members().Matches(arm.Groups["kinds"].Value)
        where s_enums.ContainsKey(kind.Groups["enum"].Value)
        group kind.Groups["member"].Value by kind.Groups["enum"].Value;

    private static string Block(string text, int start)
    {
        int end = start;
        for (int depth = 1; depth > 0; end++) depth += text[end] switch { '{' => 1, '}' => -1, _ => 0 };
        return text[start..end];
    }

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"\bswitch\b\s*(\([^{;]*\))?\s*\{")]
    private static partial Regex Switches();

    [GeneratedRegex(@"(?<kinds>\w+\.\w+(\s+or\s+\w+\.\w+)*)\s*(when\b[^=:]*)?(=>|:(?!:))")]
    private static partial Regex Arms();

    [GeneratedRegex(@"(?<enum>\w+)\.(?<member>\w+)")]
    private static partial Regex Members();
}
