using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Testing;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

/// <summary>Contract values as JSON, against SEP-51.</summary>
public sealed class ScValJsonTests
{
    private static readonly byte[] s_key = MadeLedger.Fill(0xAB);
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 10_000 };
    private static readonly string s_hex = string.Concat(Enumerable.Repeat("ab", 32));

    public static TheoryData<string, byte[], string> Kinds => new()
    {
        { "bool", ScVals.Bool(true), """{"bool":true}""" },
        { "void", ScVals.Void, "\"void\"" },
        { "a contract's own error", ScVals.Of(SCValType.Error, xdr => xdr.Int32((int)SCErrorType.Contract).UInt32(7)), """{"error":{"contract":7}}""" },
        { "the host's error", ScVals.Of(SCValType.Error, xdr => xdr.Int32((int)SCErrorType.WasmVm).Int32((int)SCErrorCode.ArithDomain)), """{"error":{"wasm_vm":"arith_domain"}}""" },
        { "u32", ScVals.U32(uint.MaxValue), """{"u32":4294967295}""" },
        { "i32", ScVals.Of(SCValType.I32, xdr => xdr.Int32(int.MinValue)), """{"i32":-2147483648}""" },
        { "u64", ScVals.Of(SCValType.U64, xdr => xdr.UInt64(ulong.MaxValue)), """{"u64":"18446744073709551615"}""" },
        { "i64", ScVals.Of(SCValType.I64, xdr => xdr.Int64(long.MinValue)), """{"i64":"-9223372036854775808"}""" },
        { "timepoint", ScVals.Of(SCValType.Timepoint, xdr => xdr.UInt64(1_700_000_000)), """{"timepoint":"1700000000"}""" },
        { "duration", ScVals.Of(SCValType.Duration, xdr => xdr.UInt64(60)), """{"duration":"60"}""" },
        { "u128", ScVals.Of(SCValType.U128, xdr => xdr.UInt64(ulong.MaxValue).UInt64(ulong.MaxValue)), """{"u128":"340282366920938463463374607431768211455"}""" },
        { "i128", ScVals.I128(-5), """{"i128":"-5"}""" },
        { "the least i128", ScVals.I128(Int128.MinValue), """{"i128":"-170141183460469231731687303715884105728"}""" },
        { "the greatest u256", Wide(SCValType.U256, ulong.MaxValue, ulong.MaxValue), """{"u256":"115792089237316195423570985008687907853269984665640564039457584007913129639935"}""" },
        { "the least i256", Wide(SCValType.I256, 1UL << 63, 0), """{"i256":"-57896044618658097711785492504343953926634992332820282019728792003956564819968"}""" },
        { "i256 of -1", Wide(SCValType.I256, ulong.MaxValue, ulong.MaxValue), """{"i256":"-1"}""" },
        { "u256 of 0", Wide(SCValType.U256, 0, 0), """{"u256":"0"}""" },
        { "bytes", ScVals.Bytes([0x00, 0xFF, 0x10]), """{"bytes":"00ff10"}""" },
        { "no bytes", ScVals.Bytes([]), """{"bytes":""}""" },
        { "many bytes", ScVals.Bytes(new byte[1000]), $$"""{"bytes":"{{new string('0', 2000)}}"}""" },
        { "string", ScVals.String("a b"), """{"string":"a b"}""" },
        { "symbol", ScVals.Symbol("transfer"), """{"symbol":"transfer"}""" },
        { "vec", ScVals.Vec(ScVals.U32(1), ScVals.Void), """{"vec":[{"u32":1},"void"]}""" },
        { "an empty vec", ScVals.Vec(), """{"vec":[]}""" },
        { "a vec that is absent", ScVals.Of(SCValType.Vec, xdr => xdr.Bool(false)), """{"vec":null}""" },
        { "map", ScVals.Map((ScVals.Symbol("k"), ScVals.Vec(ScVals.Void))), """{"map":[{"key":{"symbol":"k"},"val":{"vec":["void"]}}]}""" },
        { "a map that is absent", ScVals.Of(SCValType.Map, xdr => xdr.Bool(false)), """{"map":null}""" },
        { "an account", ScVals.Account(s_key), $$"""{"address":"{{StrKey.ToText(StrKeyKind.Account, s_key)}}"}""" },
        { "an instance of own code", ScVals.Instance(s_key, (ScVals.Void, ScVals.Bool(false))), $$$"""{"contract_instance":{"executable":{"wasm":"{{{s_hex}}}"},"storage":[{"key":"void","val":{"bool":false}}]}}""" },
        { "an instance of an asset, without storage", ScVals.Of(SCValType.ContractInstance, xdr => xdr.Int32(1).Bool(false)), """{"contract_instance":{"executable":"stellar_asset","storage":null}}""" },
        { "an instance of code that another contract holds", ScVals.Of(SCValType.ContractInstance, xdr => xdr.Int32(2).Int32(1).Opaque(s_key).VarOpaque([(byte)'v', 0xFF]).Bool(false)), $$$"""{"contract_instance":{"executable":{"external_ref":{"executable_owner":"{{{StrKey.ToText(StrKeyKind.Contract, s_key)}}}","tag":"v\\xff"}},"storage":null}}""" },
        { "the tag of such code", ScVals.Of(SCValType.ExecutableTag, xdr => xdr.VarOpaque("v1"u8)), """{"executable_tag":"v1"}""" },
        { "a muxed contract", ScVals.MuxedContract(s_key, 258), $$"""{"address":"{{StrKey.ToText(StrKeyKind.MuxedContract, [.. s_key, 0, 0, 0, 0, 0, 0, 1, 2])}}"}""" },
        { "the key of an instance", ScVals.Of(SCValType.LedgerKeyContractInstance), "\"ledger_key_contract_instance\"" },
        { "the key of a nonce", ScVals.Of(SCValType.LedgerKeyNonce, xdr => xdr.Int64(-1)), """{"ledger_key_nonce":{"nonce":"-1"}}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_each_kind_is_written_as_SEP_51_has_it(string kind, byte[] xdr, string json)
    {
        kind.ShouldNotBeEmpty();
        Json(xdr).ShouldBe(json);
    }

    [Fact]
    public void Every_kind_of_value_there_is_is_among_those_that_are_tried() =>
        Kinds.Select(row => new XdrReader((byte[])row[1]).ReadInt32()).Distinct().Order().ShouldBe(Enum.GetValues<SCValType>().Select(type => (int)type));

    [SkippableFact]
    public void Every_stored_value_is_the_JSON_that_Stellars_own_crate_writes_for_it()
    {
        int compared = 0;
        string lines = Encoding.UTF8.GetString(Zstandard.Decompress(File.ReadAllBytes(RealLedgers.Require("golden", "scval-json.tsv.zst"))));
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] columns = line.Split('\t');
            string json = Json(Convert.FromBase64String(columns[0]));
            JsonElement.DeepEquals(JsonElement.Parse(json, s_deep), JsonElement.Parse(columns[1], s_deep)).ShouldBeTrue($"{columns[0]}: {json} is not {columns[1]}");
            compared++;
        }

        compared.ShouldBe(18_915);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("plain \"quoted\" {}", "plain \"quoted\" {}")]
    [InlineData("a\\b", @"a\\b")]
    [InlineData("\0\t\n\r", @"\0\t\n\r")]
    [InlineData("\u0001\u001f\u007f", @"\x01\x1f\x7f")]
    [InlineData("caf\u00e9\u00ff", @"caf\xe9\xff")] // Latin-1 here: bytes that are no UTF-8
    [InlineData("<script>&'+", "<script>&'+")]
    public void A_string_of_any_bytes_is_text_with_the_escapes_of_SEP_51(string latin1, string escaped)
    {
        JsonDocument.Parse(Json(ScVals.String(latin1))).RootElement.GetProperty("string").GetString().ShouldBe(escaped);
    }

    [Fact]
    public void A_string_longer_than_any_buffer_on_the_stack_keeps_every_byte()
    {
        string json = Json(ScVals.String(new string('\u00e9', 100_000)));

        JsonDocument.Parse(json).RootElement.GetProperty("string").GetString().ShouldBe(string.Concat(Enumerable.Repeat(@"\xe9", 100_000)));
    }

    [Fact]
    public void A_value_nested_a_thousand_deep_is_written_whole()
    {
        string json = Json(ScVals.Nested(1_000, ScVals.U32(9)));

        json.ShouldBe($"{string.Concat(Enumerable.Repeat("{\"vec\":[", 1_000))}{{\"u32\":9}}{string.Concat(Enumerable.Repeat("]}", 1_000))}");
    }

    [Fact]
    public void Maps_nested_a_thousand_deep_are_written_whole()
    {
        byte[] value = ScVals.Void;
        for (int i = 0; i < 1_000; i++) value = ScVals.Map((ScVals.Void, value));

        Json(value).Length.ShouldBe(1_000 * """{"map":[{"key":"void","val":}]}""".Length + "\"void\"".Length);
    }

    [Fact]
    public void A_value_nested_deeper_than_any_may_is_an_error_and_no_crash() =>
        Should.Throw<XdrException>(() => Json(ScVals.Nested(100_000, ScVals.Void)));

    [Fact]
    public void A_stack_too_small_for_a_value_is_an_error_and_no_crash()
    {
        byte[] value = ScVals.Nested(1_400, ScVals.Void);
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => Json(value)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        thrown.ShouldBeOfType<XdrException>();
    }

    private static byte[] Wide(SCValType type, ulong high, ulong rest) => ScVals.Of(type, xdr => xdr.UInt64(high).UInt64(rest).UInt64(rest).UInt64(rest));

    private static string Json(byte[] xdr)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 })) ScValJson.Write(xdr, json);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
