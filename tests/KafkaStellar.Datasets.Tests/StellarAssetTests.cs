using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.ContractEntries;
using static KafkaStellar.Datasets.Tests.MadeSorobanLedger;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Assets and balances that the entries of Stellar Asset Contracts tell.</summary>
public sealed class StellarAssetTests
{
    private static readonly byte[] s_issuer = MadeLedger.Fill(0x15);
    private static readonly byte[] s_instanceKey = ScVals.Of(SCValType.LedgerKeyContractInstance);

    [Theory]
    [InlineData("USD", AssetType.CreditAlphanum4, "AlphaNum4")]
    [InlineData("USDC", AssetType.CreditAlphanum4, "AlphaNum4")]
    [InlineData("LONGERCODE12", AssetType.CreditAlphanum12, "AlphaNum12")]
    public void An_instance_whose_contract_is_that_of_its_asset_names_the_asset(string code, AssetType type, string kind)
    {
        JsonElement row = Row(ContractOf(Asset(type, code)), s_instanceKey, Instance(kind, code));

        row.GetProperty("asset_code").GetString().ShouldBe(code);
        row.GetProperty("asset_issuer").GetString().ShouldBe(StrKey.ToText(StrKeyKind.Account, s_issuer));
        row.GetProperty("asset_type").GetString().ShouldBe(Encoding.ASCII.GetString(type.XdrName()));
    }

    [Fact]
    public void A_code_of_any_bytes_is_text_with_the_replacement_character_where_it_is_none()
    {
        byte[] code = [(byte)'A', 0xFF, 0xC3];
        byte[] asset = new XdrWriter().Int32((int)AssetType.CreditAlphanum4).Opaque([.. code, 0]).Int32(0).Opaque(s_issuer).Written.ToArray();
        byte[] instance = InstanceOf(ScVals.Vec(
            ScVals.Symbol("AlphaNum4"),
            ScVals.Map((ScVals.Symbol("asset_code"), ScVals.Of(SCValType.String, xdr => xdr.VarOpaque(code))), (ScVals.Symbol("issuer"), ScVals.Bytes(s_issuer)))));

        Row(ContractOf(asset), s_instanceKey, instance).GetProperty("asset_code").GetString().ShouldBe("A\ufffd\ufffd");
    }

    [Fact]
    public void The_native_asset_has_a_type_and_neither_code_nor_issuer()
    {
        JsonElement row = Row(ContractOf(Asset(AssetType.Native, "")), s_instanceKey, ScVals.Instance(null, (ScVals.Vec(ScVals.Symbol("AssetInfo")), ScVals.Vec(ScVals.Symbol("Native")))));

        row.GetProperty("asset_type").GetString().ShouldBe("asset_type_native");
        row.GetProperty("asset_code").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("asset_issuer").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void The_id_of_the_native_assets_contract_on_the_public_network_is_the_known_one()
    {
        byte[] id = new byte[32];
        AssetXdr.ContractOf(Asset(AssetType.Native, ""), Network.Of("pubnet", null).Id, id);

        StrKey.ToText(StrKeyKind.Contract, id).ShouldBe("CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA");
    }

    public static TheoryData<string, byte[], byte[]> Forgeries => new()
    {
        { "another contract's", MadeLedger.Fill(1), Instance("AlphaNum4", "USDC") },
        { "another code", ContractOf(Asset(AssetType.CreditAlphanum4, "USDX")), Instance("AlphaNum4", "USDC") },
        { "native in another contract", MadeLedger.Fill(1), ScVals.Instance(null, (ScVals.Vec(ScVals.Symbol("AssetInfo")), ScVals.Vec(ScVals.Symbol("Native")))) },
        { "no storage", ContractOf(Asset(AssetType.CreditAlphanum4, "USDC")), ScVals.Of(SCValType.ContractInstance, xdr => xdr.Int32(1).Bool(false)) },
        { "no code", ContractOf(Asset(AssetType.CreditAlphanum4, "")), Instance("AlphaNum4", "") },
        { "a code too long", ContractOf(Asset(AssetType.CreditAlphanum12, "")), Instance("AlphaNum12", "THIRTEENCHARS") },
        { "no issuer", ContractOf(Asset(AssetType.CreditAlphanum4, "USDC")), InstanceOf(ScVals.Vec(ScVals.Symbol("AlphaNum4"), ScVals.Map((ScVals.Symbol("asset_code"), ScVals.String("USDC"))))) },
        { "an issuer too short", ContractOf(Asset(AssetType.CreditAlphanum4, "USDC")), Instance("AlphaNum4", "USDC", new byte[31]) },
        { "no instance", ContractOf(Asset(AssetType.CreditAlphanum4, "USDC")), ScVals.Void },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void An_instance_that_only_claims_an_asset_names_none(string forgery, byte[] contract, byte[] instance) =>
        Row(contract, s_instanceKey, instance).GetProperty("asset_type").ValueKind.ShouldBe(JsonValueKind.Null, forgery);

    [Fact]
    public void An_instance_that_is_not_for_good_names_no_asset() =>
        Row(ContractOf(Asset(AssetType.CreditAlphanum4, "USDC")), s_instanceKey, Instance("AlphaNum4", "USDC"), ContractDataDurability.Temporary)
            .GetProperty("asset_type").ValueKind.ShouldBe(JsonValueKind.Null);

    [Fact]
    public void A_contracts_balance_has_its_holder_and_amount()
    {
        JsonElement row = Row(MadeLedger.Fill(1), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(12_345)));

        row.GetProperty("balance_holder").GetString().ShouldBe(StrKey.ToText(StrKeyKind.Contract, MadeLedger.Fill(2)));
        row.GetProperty("balance").GetString().ShouldBe("12345");
    }

    [Fact]
    public void A_balance_is_known_by_its_form_alone_be_it_for_good_or_not() =>
        Row(MadeLedger.Fill(1), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(12_345)), ContractDataDurability.Temporary)
            .GetProperty("balance").GetString().ShouldBe("12345");

    [Fact]
    public void A_balance_of_more_digits_than_the_column_holds_is_null_and_keeps_its_holder()
    {
        JsonElement row = Row(MadeLedger.Fill(1), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(Int128.MaxValue)));

        row.GetProperty("balance_holder").ValueKind.ShouldBe(JsonValueKind.String);
        row.GetProperty("balance").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    public static TheoryData<string, byte[], byte[]> OtherThanBalances => new()
    {
        { "an account's", BalanceKey(ScVals.Account(MadeLedger.Fill(2))), Balance(ScVals.I128(1)) },
        { "a negative amount", BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(-1)) },
        { "an amount of another type", BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.U32(1)) },
        { "a bare amount", BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), ScVals.I128(1) },
        { "another key", ScVals.Vec(ScVals.Symbol("Allowance"), ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(1)) },
        { "a longer key", ScVals.Vec(ScVals.Symbol("Balance"), ScVals.Contract(MadeLedger.Fill(2)), ScVals.Void), Balance(ScVals.I128(1)) },
        { "a longer map", BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), ScVals.Map((ScVals.Symbol("amount"), ScVals.I128(1)), (ScVals.Symbol("authorized"), ScVals.Bool(true)), (ScVals.Symbol("clawback"), ScVals.Bool(true)), (ScVals.Void, ScVals.Void)) },
    };

    [Theory]
    [MemberData(nameof(OtherThanBalances))]
    public void An_entry_of_another_form_is_no_balance(string form, byte[] key, byte[] value) =>
        Row(MadeLedger.Fill(1), key, value).GetProperty("balance_holder").ValueKind.ShouldBe(JsonValueKind.Null, form);

    [Fact]
    public void Only_the_entries_of_a_selected_assets_contract_are_given()
    {
        byte[] asset = Asset(AssetType.CreditAlphanum4, "USDC");
        byte[] ledger = Ledger(
            Entry(ContractOf(asset), s_instanceKey, Instance("AlphaNum4", "USDC")),
            Entry(ContractOf(asset), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(1))),
            Entry(ContractOf(Asset(AssetType.Native, "")), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(2))));

        DatasetRows.Of("contract_data", ledger, new Selection { Assets = new ByteSet([asset]) }).Texts("contract_id")
            .ShouldBe([.. Enumerable.Repeat(StrKey.ToText(StrKeyKind.Contract, ContractOf(asset)), 2)]);
    }

    [Fact]
    public void Only_the_balances_of_a_selected_holder_are_given()
    {
        byte[] ledger = Ledger(
            Entry(MadeLedger.Fill(1), BalanceKey(ScVals.Contract(MadeLedger.Fill(2))), Balance(ScVals.I128(1))),
            Entry(MadeLedger.Fill(1), BalanceKey(ScVals.Contract(MadeLedger.Fill(3))), Balance(ScVals.I128(2))),
            Entry(MadeLedger.Fill(3), ScVals.Contract(MadeLedger.Fill(3)), ScVals.Void));

        DatasetRows.Of("contract_data", ledger, new Selection { Accounts = new ByteSet([MadeLedger.Fill(3)]) }).Texts("balance").ShouldBe(["2"]);
    }

    private static byte[] Ledger(params byte[][] entries) => new MadeSorobanLedger().Transaction(MetaV4(Changes([.. entries.Select(Created)]))).Xdr();

    private static JsonElement Row(byte[] contract, byte[] key, byte[] value, ContractDataDurability durability = ContractDataDurability.Persistent) =>
        DatasetRows.Of("contract_data", Ledger(Entry(contract, key, value, durability))).ShouldHaveSingleItem();

    private static byte[] Instance(string kind, string code, byte[]? issuer = null) => InstanceOf(ScVals.Vec(
        ScVals.Symbol(kind),
        ScVals.Map((ScVals.Symbol("asset_code"), ScVals.String(code)), (ScVals.Symbol("issuer"), ScVals.Bytes(issuer ?? s_issuer)))));

    private static byte[] InstanceOf(byte[] assetInfo) =>
        ScVals.Instance(null, (ScVals.Symbol("METADATA"), ScVals.Map()), (ScVals.Vec(ScVals.Symbol("Admin")), ScVals.Account(s_issuer)), (ScVals.Vec(ScVals.Symbol("AssetInfo")), assetInfo));

    private static byte[] BalanceKey(byte[] holder) => ScVals.Vec(ScVals.Symbol("Balance"), holder);

    private static byte[] Balance(byte[] amount) =>
        ScVals.Map((ScVals.Symbol("amount"), amount), (ScVals.Symbol("authorized"), ScVals.Bool(true)), (ScVals.Symbol("clawback"), ScVals.Bool(false)));

    private static byte[] Asset(AssetType type, string code)
    {
        var xdr = new XdrWriter().Int32((int)type);
        if (type == AssetType.Native) return xdr.Written.ToArray();
        return xdr.Opaque(Encoding.ASCII.GetBytes(code.PadRight(type == AssetType.CreditAlphanum4 ? 4 : 12, '\0'))).Int32(0).Opaque(s_issuer).Written.ToArray();
    }

    // SHA-256 of HashIDPreimage, ENVELOPE_TYPE_CONTRACT_ID with CONTRACT_ID_PREIMAGE_FROM_ASSET.
    private static byte[] ContractOf(byte[] asset) => SHA256.HashData([0, 0, 0, 8, .. MadeLedger.Network.Id, 0, 0, 0, 1, .. asset]);
}
