using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using KafkaStellar.Arrow;

namespace KafkaStellar.Protobuf;

/// <summary>Rows of <c>token_transfers</c> as the protobuf messages that Stellar's Go SDK sends.</summary>
/// <remarks>
/// A time past the year 9999, which protobuf has no form for, becomes the last one that it has.
/// </remarks>
public sealed class TokenTransferEvents
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long LastSecond = 253_402_300_799; // 9999-12-31T23:59:59Z

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private readonly UInt32Array _sequences;
    private readonly FixedSizeBinaryArray _hashes;
    private readonly StringArray _types;
    private readonly StringArray _from;
    private readonly StringArray _to;
    private readonly StringArray _assetTypes;
    private readonly StringArray _assetCodes;
    private readonly StringArray _assetIssuers;
    private readonly StringArray _amounts;
    private readonly TimestampArray _closedAt;
    private readonly UInt32Array _transactions;
    private readonly UInt32Array _operations;
    private readonly StringArray _contracts;
    private readonly StringArray _muxedTypes;
    private readonly StringArray _muxed;

    /// <summary>The events of a batch, which must live as long as they are asked for.</summary>
    /// <exception cref="ArgumentException">The batch has not the columns of <c>token_transfers</c>.</exception>
    public TokenTransferEvents(RecordBatch rows)
    {
        Count = rows.Length;
        _sequences = Column<UInt32Array>(rows, "ledger_seq");
        _hashes = Column<FixedSizeBinaryArray>(rows, "tx_hash");
        _types = Column<StringArray>(rows, "event_type");
        _from = Column<StringArray>(rows, "from_account");
        _to = Column<StringArray>(rows, "to_account");
        _assetTypes = Column<StringArray>(rows, "asset_type");
        _assetCodes = Column<StringArray>(rows, "asset_code");
        _assetIssuers = Column<StringArray>(rows, "asset_issuer");
        _amounts = Column<StringArray>(rows, "amount_raw");
        _closedAt = Column<TimestampArray>(rows, "created_at");
        _transactions = Column<UInt32Array>(rows, "tx_index");
        _operations = Column<UInt32Array>(rows, "op_index");
        _contracts = Column<StringArray>(rows, "contract_address");
        _muxedTypes = Column<StringArray>(rows, "to_muxed_type");
        _muxed = Column<StringArray>(rows, "to_muxed");
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The event of a row.</summary>
    /// <exception cref="ArgumentException">The row is no token transfer; the message says why.</exception>
    public TokenTransferEvent this[int row]
    {
        get
        {
            var transfer = new TokenTransferEvent { Meta = Meta(row) };
            string from = _from.GetString(row) ?? "", to = _to.GetString(row) ?? "", amount = _amounts.GetString(row) ?? "";
            Asset? asset = AssetOf(row);
            switch (_types.GetString(row))
            {
                case "transfer": transfer.Transfer = new Transfer { From = from, To = to, Asset = asset, Amount = amount }; break;
                case "mint": transfer.Mint = new Mint { To = to, Asset = asset, Amount = amount }; break;
                case "burn": transfer.Burn = new Burn { From = from, Asset = asset, Amount = amount }; break;
                case "clawback": transfer.Clawback = new Clawback { From = from, Asset = asset, Amount = amount }; break;
                case "fee": transfer.Fee = new Fee { From = from, Asset = asset, Amount = amount }; break;
                case var other: throw new ArgumentException($"Row {row} has the event type {other}, which no token transfer has.");
            }

            return transfer;
        }
    }

    /// <summary>A message as JSON (protojson), values that are the default included.</summary>
    public static string ToJson(TokenTransferEvent transfer) => Json.Format(transfer);

    private EventMeta Meta(int row)
    {
        var meta = new EventMeta
        {
            LedgerSequence = _sequences.Values[row],
            ClosedAt = new Timestamp { Seconds = Math.Min(_closedAt.Values[row] / MicrosecondsPerSecond, LastSecond) },
            TxHash = Convert.ToHexStringLower(_hashes.GetBytes(row)),
            TransactionIndex = _transactions.Values[row],
            ContractAddress = _contracts.GetString(row) ?? "",
            ToMuxedInfo = Muxed(row),
        };
        if (_operations.GetValue(row) is uint operation) meta.OperationIndex = operation;
        return meta;
    }

    private Asset? AssetOf(int row) => _assetTypes.GetString(row) switch
    {
        null => null,
        "native" => new Asset { Native = true },
        _ => new Asset { IssuedAsset = new IssuedAsset { AssetCode = _assetCodes.GetString(row) ?? "", Issuer = _assetIssuers.GetString(row) ?? "" } },
    };

    private MuxedInfo? Muxed(int row)
    {
        string text = _muxed.GetString(row) ?? "";
        return _muxedTypes.GetString(row) switch
        {
            null => null,
            "text" => new MuxedInfo { Text = text },
            "id" => new MuxedInfo { Id = ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) },
            "hash" => new MuxedInfo { Hash = ByteString.CopyFrom(Convert.FromHexString(text)) },
            var other => throw new ArgumentException($"Row {row} has the muxed type {other}, which no token transfer has."),
        };
    }

    private static T Column<T>(RecordBatch rows, string name)
        where T : class, IArrowArray =>
        rows.Column(name) as T ?? throw new ArgumentException($"The column {name} is of type {rows.Column(name).Data.DataType}, which no rows of token_transfers have there.");
}
