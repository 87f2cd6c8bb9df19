using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

public sealed class SelectionTests
{
    private const string Account = "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";
    private const string Contract = "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA";

    private static readonly byte[] s_key = KeyOf(Account);

    [Fact]
    public void Everything_asks_for_nothing_and_has_no_text()
    {
        Selection.Everything.Asked.ShouldBeEmpty();
        Selection.Of().Asked.ShouldBeEmpty();
        Selection.Everything.Text.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_asked_for_is_one_line_the_same_in_any_order()
    {
        Selection selection = Selection.Of(contracts: [Contract], operationTypes: ["payment", "create_account", "payment"], eventTypes: ["mint"], successfulOnly: true);

        selection.Text.ShouldBe($"contracts={Contract};operation-types=create_account,payment;event-types=mint;successful-only");
        selection.Asked.ShouldBe(["Contracts", "OperationTypes", "EventTypes", "SuccessfulOnly"]);
        selection.OperationTypes.ShouldBe([OperationType.CreateAccount, OperationType.Payment], ignoreOrder: true);
        Selection.Of(operationTypes: ["create_account", "payment"]).Text.ShouldBe(Selection.Of(operationTypes: ["payment", "create_account"]).Text);
    }

    [Fact]
    public void A_selection_can_be_had_without_its_diagnostic_events()
    {
        Selection selection = Selection.Of(contracts: [Contract], successfulOnly: true, diagnostics: true).WithoutDiagnostics();

        selection.Text.ShouldBe($"contracts={Contract};successful-only");
        selection.Asked.ShouldBe(["Contracts", "SuccessfulOnly"]);
    }

    [Fact]
    public void An_account_is_its_key_muxed_or_not()
    {
        string muxed = StrKey.ToText(StrKeyKind.MuxedAccount, [.. s_key, 0, 0, 0, 0, 0, 0, 0, 7]);

        Selection.Of(accounts: [Account]).Accounts.Contains(s_key).ShouldBeTrue();
        Selection.Of(accounts: [muxed]).Accounts.Contains(s_key).ShouldBeTrue();
        Selection.Of(accounts: [Account]).Accounts.Contains(new byte[32]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("native", "00000000")]
    [InlineData("USDC", "0000000155534443")]
    [InlineData("U", "0000000155000000")]
    [InlineData("ABCDE", "00000002414243444500000000000000")]
    public void An_asset_is_its_XDR(string code, string beginning)
    {
        byte[] xdr = code == "native" ? Convert.FromHexString(beginning) : [.. Convert.FromHexString(beginning), 0, 0, 0, 0, .. s_key];
        var reader = new XdrReader(xdr);
        Asset.Skip(ref reader);
        reader.End();

        ByteSet assets = Selection.Of(assets: [code == "native" ? code : $"{code}:{Account}"]).Assets;

        assets.Contains(xdr).ShouldBeTrue();
        assets.Contains(xdr.AsSpan(..^1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("contracts", Account)]
    [InlineData("accounts", "C")]
    [InlineData("accounts", "G")]
    [InlineData("assets", "USDC")]
    [InlineData("assets", "USDC:" + Contract)]
    [InlineData("assets", ":" + Account)]
    [InlineData("assets", "ABCDEFGHIJKLM:" + Account)]
    [InlineData("assets", "U$D:" + Account)]
    [InlineData("operation-types", "pay")]
    [InlineData("event-types", "Transfer")]
    public void A_text_that_is_not_of_its_form_is_refused_and_named(string kind, string text)
    {
        Action wrong = () => Selection.Of(
            contracts: kind == "contracts" ? [text] : [],
            accounts: kind == "accounts" ? [text] : [],
            assets: kind == "assets" ? [text] : [],
            operationTypes: kind == "operation-types" ? [text] : [],
            eventTypes: kind == "event-types" ? [text] : []);

        wrong.ShouldThrow<ArgumentException>().Message.ShouldStartWith($"'{text}' is no ");
    }

    [Fact]
    public void A_dataset_refuses_a_filter_that_it_does_not_have_and_says_which_it_has()
    {
        Selection selection = Selection.Of(eventTypes: ["mint"]);

        Should.Throw<ArgumentException>(() => Catalog.Find("ledgers").Verify(selection)).Message.ShouldBe("ledgers cannot be narrowed with --event-types. It has no filters.");
        Catalog.Find("ledgers").Verify(Selection.Everything);
    }

    [Fact]
    public void A_set_without_members_lets_all_pass_and_another_only_its_members()
    {
        ByteSet.Empty.Passes([1]).ShouldBeTrue();
        new ByteSet([1], [2, 3]).Passes([2, 3]).ShouldBeTrue();
        new ByteSet([1], [2, 3]).Passes([2]).ShouldBeFalse();
    }

    private static byte[] KeyOf(string account) => StrKey.TryDecode(account, out _, out byte[]? payload) ? payload : throw new FormatException(account);
}
