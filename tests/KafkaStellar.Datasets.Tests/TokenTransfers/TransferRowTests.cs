using KafkaStellar.Arrow;
using KafkaStellar.Xdr;
using static KafkaStellar.Datasets.Tests.TokenTransfers.MadeValue;

namespace KafkaStellar.Datasets.Tests.TokenTransfers;

/// <summary>The cells of a row, the names of events, and filters.</summary>
public sealed class TransferRowTests
{
    private static readonly MadeTransaction s_two = new MadeTransaction(
        MadeOperation.BumpSequence(),
        MadeOperation.SellOffer(MadeOperation.Claim(Names.B, Names.Native, 10, Names.Usdc, 2)))
    {
        IsSoroban = true,
        FeeChanges = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.Source, 10), MadeXdr.Account(Names.Source, 4))),
        ChangesAfter = MadeXdr.Changes(MadeXdr.Updated(MadeXdr.Account(Names.Source, 4), MadeXdr.Account(Names.Source, 5))),
    }.WithText("memo");

    [Fact]
    public void A_row_tells_where_and_when_and_what()
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(20, s_two));

        ((UInt32Array)rows.Column("ledger_seq")).Values.ToArray().ShouldAllBe(sequence => sequence == MadeRows.Sequence);
        ((TimestampArray)rows.Column("created_at")).GetTimestamp(0).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(MadeRows.CloseTime));
        ((UInt32Array)rows.Column("event_index")).Values.ToArray().ShouldBe([0u, 1u, 2u, 3u]);
        Texts(rows, "event_type").ShouldBe(["fee", "transfer", "transfer", "fee"]);
        Enumerable.Range(0, 4).Select(row => ((UInt32Array)rows.Column("op_index")).GetValue(row)).ShouldBe([null, 2u, 2u, null]);
        Texts(rows, "asset_code").ShouldBe(["XLM", "XLM", "USDC", "XLM"]);
        Texts(rows, "asset_type").ShouldBe(["native", "native", "credit_alphanum4", "native"]);
        Texts(rows, "asset_issuer")[1..3].ShouldBe([null, StrKey.ToText(StrKeyKind.Account, Names.UsdcIssuer)]);
        Texts(rows, "memo").ShouldAllBe(memo => memo == "memo");
        ((FixedSizeBinaryArray)rows.Column("contract_id")).GetBytes(2).ToArray().ShouldBe(Names.UsdcContract);
        Texts(rows, "contract_address")[2].ShouldBe(StrKey.ToText(StrKeyKind.Contract, Names.UsdcContract));
    }

    [Fact]
    public void An_events_id_is_its_place_on_the_chain()
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(20, s_two));
        ulong ledger = (ulong)MadeRows.Sequence << 32;

        Texts(rows, "event_id").ShouldBe(
        [
            $"{ledger:D19}-0000000001",
            $"{ledger | 1 << 12 | 2:D19}-0000000000",
            $"{ledger | 1 << 12 | 2:D19}-0000000001",
            $"{ledger | 1 << 12 | 4095:D19}-0000000000",
        ]);
    }

    [Theory]
    [InlineData(22u)]
    [InlineData(23u)]
    public void The_order_of_ids_is_the_order_of_events(uint protocolVersion)
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(protocolVersion, s_two, s_two, s_two));
        string?[] ids = Texts(rows, "event_id");

        ids.Length.ShouldBe(12);
        ids.ShouldBe(ids.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_of_an_operation_begin_with_what_was_made_up_for()
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(5, new MadeTransaction(MadeOperation.Payment(Names.B, Names.Native, 70))));

        Texts(rows, "event_type").ShouldBe(["fee", "mint", "transfer"]);
        Texts(rows, "event_id")[1..].Select(id => id![^1]).ShouldBe("01");
    }

    [Fact]
    public void An_amount_of_39_digits_is_text_alone()
    {
        Int128 most = Int128.Parse(new string('9', 38), System.Globalization.CultureInfo.InvariantCulture);
        Int128[] amounts = [most, -most, most + 1, -most - 1, Int128.MinValue];
        byte[][] events = [.. amounts.Select(amount => Event(Names.TokenContract, [Symbol("burn"), Account(Names.A)], I128(amount)))];
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(23, new MadeTransaction(MadeOperation.Invoke(events)) { MetaVersion = 4 }));

        var decimals = (Decimal128Array)rows.Column("amount");
        Enumerable.Range(1, 5).Select(decimals.GetString).ShouldBe([$"{most}", $"-{most}", null, null, null]);
        Texts(rows, "amount_raw")[1..].ShouldBe(amounts.Select(amount => $"{amount}"));
    }

    [Fact]
    public void A_token_that_is_no_asset_has_no_asset_columns()
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(23, Burning()));

        foreach (string column in (string[])["asset_code", "asset_issuer", "asset_type", "to_account", "to_muxed_type", "to_muxed"]) rows.Column(column).IsNull(1).ShouldBeTrue();
    }

    [Fact]
    public void A_memo_of_any_bytes_is_text_with_the_replacement_character_where_it_is_none()
    {
        byte[] hostile = [0xff, 0x00, 0xc3, 0x28];
        MadeTransaction paying = new(MadeOperation.Payment(Names.B, Names.Native, 1)) { Memo = xdr => xdr.Int32((int)MemoType.Text).VarOpaque(hostile) };
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(20, paying));

        ((StringArray)rows.Column("memo")).GetBytes(1).ToArray().ShouldBe("\ufffd\0\ufffd("u8.ToArray());
        ((StringArray)rows.Column("to_muxed")).GetBytes(1).ToArray().ShouldBe("\ufffd\0\ufffd("u8.ToArray());
    }

    [Theory]
    [InlineData(MemoType.Id, "258")]
    [InlineData(MemoType.Hash, "abababababababababababababababababababababababababababababababab")]
    [InlineData(MemoType.Return, "abababababababababababababababababababababababababababababababab")]
    public void A_memo_is_written_as_text(MemoType type, string expected)
    {
        MadeTransaction transaction = type == MemoType.Id ? new MadeTransaction().WithId(258) : new MadeTransaction().WithHash(type, 0xAB);
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(20, transaction));

        Texts(rows, "memo").ShouldBe([expected]);
    }

    [Fact]
    public void Types_are_filtered_and_places_stay() => Places(s_two, new Selection { EventTypes = ["fee"] }).ShouldBe([0u, 3u]);

    [Fact]
    public void Contracts_are_filtered_and_places_stay() => Places(s_two, new Selection { Contracts = new ByteSet(Names.UsdcContract) }).ShouldBe([2u]);

    [Fact]
    public void Assets_are_filtered_and_places_stay() => Places(s_two, new Selection { Assets = new ByteSet(Names.Usdc) }).ShouldBe([2u]);

    [Fact]
    public void Accounts_are_filtered_on_either_side_and_places_stay() => Places(s_two, new Selection { Accounts = new ByteSet(Names.B) }).ShouldBe([1u, 2u]);

    [Fact]
    public void A_muxed_account_is_filtered_by_the_account_under_it()
    {
        MadeTransaction muxed = new(MadeOperation.Invoke(Event(Names.TokenContract, [Symbol("burn"), MuxedAccount(Names.A, 1)], I128(1)))) { MetaVersion = 4 };

        Places(muxed, new Selection { Accounts = new ByteSet(Names.A) }).ShouldBe([1u]);
    }

    [Fact]
    public void A_pool_whose_id_is_an_accounts_key_is_not_that_account()
    {
        MadeTransaction pooled = new(MadeOperation.Invoke(Event(Names.TokenContract, [Symbol("burn"), LiquidityPool(Names.A)], I128(1)))) { MetaVersion = 4 };

        Places(pooled, new Selection { Accounts = new ByteSet(Names.A) }).ShouldBeEmpty();
    }

    [Fact]
    public void A_token_that_is_no_asset_passes_no_filter_of_assets() => Places(Burning(), new Selection { Assets = new ByteSet(Names.Native) }).ShouldBe([0u]);

    [Fact]
    public void Filters_hold_together() =>
        Places(s_two, new Selection { EventTypes = ["transfer"], Assets = new ByteSet(Names.Native), Accounts = new ByteSet(Names.A) }).ShouldBe([1u]);

    [Fact]
    public void A_type_that_there_is_not_is_refused_with_those_there_are() =>
        Should.Throw<ArgumentException>(() => Catalog.Find("token_transfers").NewExtractor(Names.Network, new Selection { EventTypes = ["fees"] }))
            .Message.ShouldContain("no token transfer of type fees. There are: transfer, mint, burn, clawback, fee.");

    [Fact]
    public void The_filters_are_named() => Catalog.Find("token_transfers").Filters.ShouldBe(["Contracts", "EventTypes", "Accounts", "Assets", "Unified", "Profile"]);

    [Theory]
    [InlineData("pubnet", "XLM", "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA")]
    [InlineData("testnet", "XLM", "CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC")]
    [InlineData("futurenet", "XLM", "CB64D3G7SM2RTH6JSGG34DDTFTQ5CFDKVDZJZSODMCX4NJ2HV2KN7OHT")]
    [InlineData("made", "XLM", "CC4NHYUKMFX2QOGNCYD5QVPWYSV2HDA5WQ4N4UL4I5674E7X3HVRJMDF")]
    [InlineData("pubnet", "USDC", "CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75")]
    [InlineData("made", "USDC", "CDXEPIQOABSAMX6IQ3EKAEHCT3OCOKOABN47NFU4O5DO5JYJ52RZHT25")]
    [InlineData("pubnet", "ABCDE", "CBRX546YST3RFED6RCUHBGIQ3WAJ2QQXF23YXX7VZGOR7KW6OTCFLPJH")]
    public void An_assets_contract_is_the_one_that_was_computed_elsewhere(string network, string code, string contract)
    {
        byte[] asset = code == "XLM" ? Names.Native : Names.Asset(code, Names.UsdcIssuer);
        using RecordBatch made = MadeRows.Of(20, new MadeTransaction(MadeOperation.Payment(Names.B, asset, 1)));
        using var extractor = new Datasets.TokenTransfers.TokenTransfersExtractor(network == "made" ? Names.Network : Network.Of(network, null), Selection.Everything);
        using RecordBatch rows = extractor.Extract(TransactionRows.Of(made));

        Texts(rows, "contract_address")[1].ShouldBe(contract);
    }

    [Theory]
    [InlineData(StrKeyKind.LiquidityPool, "LAAACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6UWD")]
    [InlineData(StrKeyKind.ClaimableBalance, "BAAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H2TOM")]
    [InlineData(StrKeyKind.MuxedAccount, "MBXGQJWVLWOYHFLVTKWV5FGHA3LNYY2JQKM7OAJAUEQFU6LPCSEFUAAAAAAAAAAAPNVPW")]
    public void A_holder_is_written_as_it_was_computed_elsewhere(StrKeyKind kind, string expected)
    {
        byte[] counting = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] holder = kind switch
        {
            StrKeyKind.LiquidityPool => LiquidityPool(counting),
            StrKeyKind.ClaimableBalance => ClaimableBalance(counting),
            _ => MuxedAccount(Names.A, 123),
        };
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(23, new MadeTransaction(MadeOperation.Invoke(Event(Names.TokenContract, [Symbol("burn"), holder], I128(1)))) { MetaVersion = 4 }));

        Texts(rows, "from_account")[1].ShouldBe(expected);
    }

    private static MadeTransaction Burning() => new(MadeOperation.Invoke(Event(Names.TokenContract, [Symbol("burn"), Account(Names.A)], I128(1)))) { MetaVersion = 4 };

    private static uint[] Places(MadeTransaction transaction, Selection selection)
    {
        using RecordBatch rows = MadeRows.Transfers(MadeRows.Of(20, transaction), selection);
        return ((UInt32Array)rows.Column("event_index")).Values.ToArray();
    }

    private static string?[] Texts(RecordBatch rows, string column) => [.. Enumerable.Range(0, rows.Length).Select(row => TransferLines.Text(rows, column, row))];
}
