using System.Collections.Frozen;
using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

// How people write a selection, and how a filtered topic says that it is one.
public sealed partial record Selection
{
    private static readonly string[] KnownEventTypes = ["transfer", "mint", "burn", "clawback", "fee"];
    private static readonly FrozenDictionary<string, OperationType> KnownOperationTypes =
        Enum.GetValues<OperationType>().ToFrozenDictionary(type => Encoding.ASCII.GetString(type.XdrName()));

    /// <summary>
    /// The selection in one line, the same for the same selection, such as <c>accounts=G…,G…;successful-only</c>; empty for all rows.
    /// </summary>
    public string Text { get; private init; } = "";

    /// <summary>The parts that narrow or widen, by their property names.</summary>
    public IReadOnlyList<string> Asked =>
    [
        .. Name(!Contracts.IsEmpty, nameof(Contracts)),
        .. Name(!Accounts.IsEmpty, nameof(Accounts)),
        .. Name(!Assets.IsEmpty, nameof(Assets)),
        .. Name(OperationTypes.Count > 0, nameof(OperationTypes)),
        .. Name(EventTypes.Count > 0, nameof(EventTypes)),
        .. Name(SuccessfulOnly, nameof(SuccessfulOnly)),
        .. Name(Diagnostics, nameof(Diagnostics)),
        .. Name(Evictions, nameof(Evictions)),
        .. Name(Unified, nameof(Unified)),
        .. Name(Profile != TransferProfile.Latest, nameof(Profile)),
    ];

    /// <summary>Reads a selection as people write it; null or an empty list narrows nothing.</summary>
    /// <param name="contracts">Contracts, <c>C…</c>, or <c>W…</c> for the contract under it.</param>
    /// <param name="accounts">Accounts, <c>G…</c>, or <c>M…</c> for the account under it; contracts that hold something, <c>C…</c> or <c>W…</c>.</param>
    /// <param name="assets">Assets, <c>native</c> or <c>CODE:ISSUER</c>.</param>
    /// <param name="operationTypes">Operations by their XDR names in lower case, such as <c>path_payment_strict_send</c>.</param>
    /// <param name="eventTypes">transfer, mint, burn, clawback, fee.</param>
    /// <param name="successfulOnly">Whether only successful transactions count.</param>
    /// <param name="diagnostics">Whether contract events include the diagnostic ones.</param>
    /// <param name="evictions">Whether contract data include what a ledger evicts.</param>
    /// <param name="unified">Whether token transfers are read from the meta's own events.</param>
    /// <param name="profile">Which release of Stellar's Go SDK token transfers equal; null for the latest.</param>
    /// <exception cref="ArgumentException">A text is not of its form; the message names it.</exception>
    public static Selection Of(
        IReadOnlyCollection<string>? contracts = null,
        IReadOnlyCollection<string>? accounts = null,
        IReadOnlyCollection<string>? assets = null,
        IReadOnlyCollection<string>? operationTypes = null,
        IReadOnlyCollection<string>? eventTypes = null,
        bool successfulOnly = false,
        bool diagnostics = false,
        bool evictions = false,
        bool unified = false,
        string? profile = null)
    {
        TransferProfile release = profile is null ? TransferProfile.Latest : TransferProfile.Of(profile);
        string[] parts =
        [
            .. ListText("contracts", contracts), .. ListText("accounts", accounts), .. ListText("assets", assets), .. ListText("operation-types", operationTypes),
            .. ListText("event-types", eventTypes), .. Name(successfulOnly, "successful-only"), .. Name(diagnostics, "diagnostics"),
            .. Name(evictions, "evictions"), .. Name(unified, "unified"), .. Name(release != TransferProfile.Latest, $"profile={release.Name}"),
        ];
        return new Selection
        {
            Contracts = new ByteSet([.. (contracts ?? []).Select(ContractOf)]),
            Accounts = new ByteSet([.. (accounts ?? []).Select(AccountOf)]),
            Assets = new ByteSet([.. (assets ?? []).Select(AssetOf)]),
            OperationTypes = (operationTypes ?? []).Select(OperationTypeOf).ToFrozenSet(),
            EventTypes = (eventTypes ?? []).Select(EventTypeOf).ToFrozenSet(),
            SuccessfulOnly = successfulOnly,
            Diagnostics = diagnostics,
            Evictions = evictions,
            Unified = unified,
            Profile = release,
            Text = string.Join(';', parts),
        };
    }

    /// <summary>The same selection without the diagnostic events.</summary>
    public Selection WithoutDiagnostics() => this with
    {
        Diagnostics = false,
        Text = string.Join(';', Text.Split(';').Where(part => part != "diagnostics")),
    };

    private static string[] ListText(string name, IReadOnlyCollection<string>? texts) =>
        texts is { Count: > 0 } ? [$"{name}={string.Join(',', texts.Distinct().Order(StringComparer.Ordinal))}"] : [];

    private static string[] Name(bool isAsked, string name) => isAsked ? [name] : [];

    private static byte[] ContractOf(string text) =>
        StrKey.TryDecode(text, out StrKeyKind kind, out byte[]? payload) && kind is StrKeyKind.Contract or StrKeyKind.MuxedContract
            ? payload[..32]
            : throw new ArgumentException($"'{text}' is no contract: C…, or W… for the contract under it (SEP-23).");

    private static byte[] AccountOf(string text) =>
        StrKey.TryDecode(text, out StrKeyKind kind, out byte[]? payload) && kind is StrKeyKind.Account or StrKeyKind.MuxedAccount or StrKeyKind.Contract or StrKeyKind.MuxedContract
            ? payload[..32]
            : throw new ArgumentException($"'{text}' is no account: G…, M…, or C… or W… for a contract that holds something (SEP-23).");

    private static byte[] AssetOf(string text)
    {
        if (text == "native") return [0, 0, 0, 0];
        string[] parts = text.Split(':');
        if (parts is [{ Length: >= 1 and <= 12 } code, string issuer]
            && code.All(char.IsAsciiLetterOrDigit)
            && StrKey.TryDecode(issuer, out StrKeyKind kind, out byte[]? key)
            && kind == StrKeyKind.Account)
        {
            return AssetXdr.Credit(Encoding.ASCII.GetBytes(code), key);
        }

        throw new ArgumentException($"'{text}' is no asset: native, or CODE:ISSUER with a code of up to 12 letters and digits and an issuer G….");
    }

    private static OperationType OperationTypeOf(string text) => KnownOperationTypes.TryGetValue(text, out OperationType type)
        ? type
        : throw new ArgumentException($"'{text}' is no type of operation. There are: {string.Join(", ", KnownOperationTypes.OrderBy(known => known.Value).Select(known => known.Key))}.");

    private static string EventTypeOf(string text) => KnownEventTypes.Contains(text)
        ? text
        : throw new ArgumentException($"'{text}' is no type of event. There are: {string.Join(", ", KnownEventTypes)}.");
}
