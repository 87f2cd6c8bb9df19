using System.Text.Json;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.OperationXdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Details of smart contract operations.</summary>
public sealed class HostFunctionDetailsTests
{
    private static readonly byte[] s_other = MadeOperation.Other;

    [Fact]
    public void A_call_tells_its_contract_its_function_and_its_arguments_twice()
    {
        JsonElement details = JsonElement.Parse(Invoke([0x6d, 0xff], xdr => xdr.UInt32(2).Int32((int)SCValType.U32).UInt32(5).Int32((int)SCValType.Void)).Details());
        string contract = StrKey.ToText(StrKeyKind.Contract, MadeLedger.Fill(0x42));

        details.GetProperty("type").GetString().ShouldBe("invoke_contract");
        details.GetProperty("function").GetString().ShouldBe("HostFunctionTypeHostFunctionTypeInvokeContract");
        details.GetProperty("contract_id").GetString().ShouldBe(contract);
        details.GetProperty("ledger_key_hash").GetRawText().ShouldBe("[]");
        details.GetProperty("asset_balance_changes").GetRawText().ShouldBe("[]");
        details.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("type").GetString()).ShouldBe(["Address", "Sym", "U32", ""]);
        details.GetProperty("parameters")[1].GetProperty("value").GetString().ShouldBe(Convert.ToBase64String([0, 0, 0, 15, 0, 0, 0, 2, 0x6d, 0xff, 0, 0]));
        details.GetProperty("parameters_decoded").GetRawText().ShouldBe(
            $$$"""[{"type":"Address","value":{"address":"{{{contract}}}"}},{"type":"Sym","value":{"symbol":"m\\xff"}},{"type":"U32","value":{"u32":5}},{"type":"","value":"void"}]""");
    }

    [Fact]
    public void A_contract_of_an_address_tells_what_its_id_is_made_from()
    {
        string details = new MadeOperation().With(OperationType.InvokeHostFunction, xdr => Executable(Preimage(xdr.Int32((int)HostFunctionType.CreateContract))).UInt32(0)).Details();
        var id = System.Security.Cryptography.SHA256.HashData([0, 0, 0, 8, .. MadeLedger.Network.Id, .. Preimage(new XdrWriter()).Written]);

        details.ShouldBe($$"""{"function":"HostFunctionTypeHostFunctionTypeCreateContract","type":"create_contract","ledger_key_hash":[],"contract_code_hash":null,"contract_id":"{{StrKey.ToText(StrKeyKind.Contract, id)}}","from":"address","address":"{{G(s_other)}}","salt":"{{Hex(4)}}"}""");
    }

    [Fact]
    public void A_contract_of_an_asset_tells_the_asset()
    {
        JsonElement details = JsonElement.Parse(new MadeOperation().With(OperationType.InvokeHostFunction, xdr =>
            Executable(xdr.Int32((int)HostFunctionType.CreateContractV2).Int32((int)ContractIDPreimageType.Asset).Credit("USD", s_other)).UInt32(0).UInt32(0)).Details());

        details.GetProperty("type").GetString().ShouldBe("create_contract_v2");
        details.GetProperty("from").GetString().ShouldBe("asset");
        details.GetProperty("asset").GetString().ShouldBe($"USD:{G(s_other)}");
        details.GetProperty("parameters").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Code_and_footprints_have_little_to_tell_without_a_footprint()
    {
        new MadeOperation().With(OperationType.InvokeHostFunction, xdr => xdr.Int32((int)HostFunctionType.UploadContractWasm).VarOpaque([1]).UInt32(0)).Details()
            .ShouldBe("""{"function":"HostFunctionTypeHostFunctionTypeUploadContractWasm","type":"upload_wasm","ledger_key_hash":[],"contract_code_hash":null}""");
        new MadeOperation().With(OperationType.ExtendFootprintTtl, xdr => xdr.Int32(0).UInt32(99)).Details()
            .ShouldBe("""{"type":"extend_footprint_ttl","extend_to":99,"ledger_key_hash":[],"contract_code_hash":null}""");
        new MadeOperation().With(OperationType.RestoreFootprint, xdr => xdr.Int32(0)).Details()
            .ShouldBe("""{"type":"restore_footprint","ledger_key_hash":[],"contract_code_hash":null}""");
    }

    [Fact]
    public void A_created_contract_is_found_by_its_id()
    {
        MadeOperation create = new MadeOperation().With(OperationType.InvokeHostFunction, xdr => Executable(Preimage(xdr.Int32((int)HostFunctionType.CreateContract))).UInt32(0));
        byte[] id = System.Security.Cryptography.SHA256.HashData([0, 0, 0, 8, .. MadeLedger.Network.Id, .. Preimage(new XdrWriter()).Written]);

        create.Count(new Selection { Contracts = new ByteSet(id) }).ShouldBe(1);
        create.Count(new Selection { Contracts = new ByteSet(MadeLedger.Fill(0x42)) }).ShouldBe(0);
        Invoke("f"u8.ToArray(), xdr => xdr.UInt32(0)).Count(new Selection { Contracts = new ByteSet(MadeLedger.Fill(0x42)) }).ShouldBe(1);
    }

    // In testnet ledgers of protocols 22 and 25: a contract of a credit pays an account, and an account pays a contract in the native asset.
    [SkippableFact]
    public void Events_of_an_assets_own_contract_are_balance_changes()
    {
        string[] changes = [.. SmartContractDetails("testnet").SelectMany(details => Changes(details)).Select(change => change.GetRawText())];

        changes.ShouldContain("""{"from":"CCSZ54OHAF6BBBFVKHGA6WFWNQLEBXBVO3JYY4BPRYQTXOYJ7LI3QE4D","to":"GDJ3AUXRFGZCPQVDSP67XZFFOXK4I36LDYEC4GRGFADDXKO6AFHQEJK7","type":"transfer","amount":"0.0000001","asset_type":"credit_alphanum4","asset_code":"BO1","asset_issuer":"GC34BWAPF4TI4MTITVFXBDCITGLKBSAYIBVXQNYGJYVGZCH57OPSHUAS"}""");
        changes.ShouldContain("""{"from":"GDF32CQINROD3E2LMCGZUDVMWTXCJFR5SBYVRJ7WAAIAS3P7DCVWZEFY","to":"CC7YMFMYZM2HE6O3JT5CNTFBHVXCZTV7CEYT56IGBHR4XFNTGTN62CPT","type":"transfer","amount":"0.0010000","asset_type":"native"}""");
    }

    [SkippableFact]
    public void The_id_of_a_created_contract_is_the_one_that_the_network_gave_it() =>
        SmartContractDetails("testnet").Where(details => details.GetProperty("type").GetString() == "create_contract_v2")
            .Select(details => details.GetProperty("contract_id").GetString()).ShouldBe(["CCSZ54OHAF6BBBFVKHGA6WFWNQLEBXBVO3JYY4BPRYQTXOYJ7LI3QE4D"]);

    [SkippableFact]
    public void A_call_on_a_real_network_tells_the_hashes_of_its_footprint_and_not_whose_code_is_in_it()
    {
        JsonElement[] details = [.. SmartContractDetails("testnet")];

        details.ShouldAllBe(one => one.GetProperty("ledger_key_hash").EnumerateArray().All(hash => hash.GetString()!.Length == 64));
        details.ShouldAllBe(one => one.GetProperty("contract_code_hash").ValueKind == JsonValueKind.Null);
    }

    private static MadeOperation Invoke(byte[] function, Action<XdrWriter> arguments) => new MadeOperation().With(OperationType.InvokeHostFunction, xdr =>
    {
        arguments(xdr.Int32((int)HostFunctionType.InvokeContract).Int32((int)SCAddressType.Contract).Opaque(MadeLedger.Fill(0x42)).VarOpaque(function));
        xdr.UInt32(0);
    });

    private static XdrWriter Preimage(XdrWriter xdr) => xdr.Int32((int)ContractIDPreimageType.Address).Int32((int)SCAddressType.Account).Account(s_other).Opaque(MadeLedger.Fill(4));

    private static XdrWriter Executable(XdrWriter xdr) => xdr.Int32((int)ContractExecutableType.StellarAsset);

    private static IEnumerable<JsonElement> Changes(JsonElement details) => details.TryGetProperty("asset_balance_changes", out JsonElement changes) ? changes.EnumerateArray() : [];

    private static IEnumerable<JsonElement> SmartContractDetails(string set)
    {
        RealLedgerSet ledgers = RealLedgers.Set(set);
        return BatchRows.Extract(Catalog.Find("operations"), new Network(set, ledgers.Passphrase), ledgers.LedgerCloseMetas(), new HashSet<string> { "ledger_seq", "operation_type_name", "operation_data" })
            .Where(row => row.GetProperty("operation_type_name").GetString() == "invoke_host_function")
            .Select(row => JsonElement.Parse(row.GetProperty("operation_data").GetString()!));
    }
}
