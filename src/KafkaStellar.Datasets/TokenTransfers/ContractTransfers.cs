using System.Buffers.Binary;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Contract events that are token transfers: those of Stellar asset contracts and of SEP-41 tokens. Any other is passed over.</summary>
internal sealed class ContractTransfers(TransferBuffer buffer, Movements movements, TransferProfile profile)
{
    private const int SymbolLength = 32;

    /// <summary>Adds the token transfers of a list of ContractEvent.</summary>
    /// <param name="reader">Stands at the list, which was checked before; afterwards behind it.</param>
    /// <param name="xdr">The bytes that the reader reads.</param>
    /// <param name="metaVersion">The TransactionMeta's version, 3 or 4: what decides which layout is meant.</param>
    public void Add(scoped ref XdrReader reader, ReadOnlySpan<byte> xdr, int metaVersion)
    {
        for (int left = reader.ReadInt32(); left > 0; left--) Add(ContractEventParts.Read(ref reader, xdr), metaVersion);
    }

    /// <summary>The fees in a list of TransactionEvent.</summary>
    /// <param name="reader">Stands at the list, which was checked before; afterwards behind it.</param>
    /// <param name="xdr">The bytes that the reader reads.</param>
    /// <exception cref="LedgerRefusedException">An event that is none of a contract, or a fee that is not as a fee should be.</exception>
    public FeeEvents ReadFees(scoped ref XdrReader reader, ReadOnlySpan<byte> xdr)
    {
        var fees = new FeeEvents();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            reader.Advance(sizeof(int)); // the stage
            if (!ReadFee(ContractEventParts.Read(ref reader, xdr), out Holder from, out Int128 amount)) continue;
            if (++fees.Count == 1)
            {
                fees.Payer = from;
                fees.Charge = amount;
            }
            else
            {
                fees.Refunded = from;
                fees.Refund = amount;
            }
        }

        return fees;
    }

    private bool ReadFee(ContractEventParts parts, out Holder from, out Int128 amount)
    {
        from = default;
        amount = default;
        if (parts.Type != ContractEventType.Contract || parts.Contract.IsEmpty) throw buffer.Refused("an event of the transaction is not a contract's");
        if (parts.TopicCount == 0) throw buffer.Refused("an event of the transaction has no topic");
        if (!TrySymbol(parts.Topic(0), out ReadOnlySpan<byte> name) || !name.SequenceEqual("fee"u8)) return false;
        if (parts.TopicCount != 2) throw buffer.Refused($"a fee event with {parts.TopicCount} topics");
        if (!TryAmount(parts.Value, out amount)) throw buffer.Refused("a fee event whose amount is not an i128");
        if (!TryAddress(parts.Topic(1), out from)) throw buffer.Refused("a fee event whose payer is not an address");
        if (!parts.Contract.SequenceEqual(buffer.Assets.Native.Contract.Bytes)) throw buffer.Refused("a fee event of another contract than the native asset's");
        return true;
    }

    private void Add(ContractEventParts parts, int metaVersion)
    {
        if (parts.Type != ContractEventType.Contract || parts.Contract.IsEmpty || parts.TopicCount < 2) return;
        if (!TrySymbol(parts.Topic(0), out ReadOnlySpan<byte> name) || !TryType(name, out TransferType type)) return;

        bool isOld = metaVersion == 3;
        int holder = isOld && (type is TransferType.Mint or TransferType.Clawback) ? 2 : 1; // the admin stands before it
        if (parts.TopicCount <= (type == TransferType.Transfer ? 2 : holder)) return;
        if (holder == 2 && !TryAddress(parts.Topic(1), out _)) return;
        if (!TryAddress(parts.Topic(holder), out Holder first)) return;
        Holder second = default;
        if (type == TransferType.Transfer && !TryAddress(parts.Topic(2), out second)) return;

        if (profile.DropsUnnamedAsset && !isOld && (type is TransferType.Mint or TransferType.Clawback)
            && parts.TopicCount > 2 && TypeOf(parts.Topic(2)) != SCValType.String) return;

        var read = new TransferValue();
        if (isOld ? !TryAmount(parts.Value, out read.Amount) : !read.TryRead(parts.Value, profile)) return;

        AssetContract? asset = ProvenAsset(parts, type, isOld);
        if (asset is not null && isOld && type == TransferType.Transfer)
        {
            movements.Add(asset, in first, in second, read.Amount);
            return;
        }

        ref TransferEvent added = ref buffer.AddEvent(type);
        added.Asset = asset;
        added.Contract = new Hash32(parts.Contract);
        added.Amount = read.Amount;
        if (type == TransferType.Mint)
        {
            added.To = first;
        }
        else
        {
            added.From = first;
            added.To = second;
        }

        added.Muxed = read.Muxed;
        added.MuxedText = read.Muxed switch
        {
            MuxedType.Text => buffer.Keep(read.MuxedBytes),
            MuxedType.Hash => buffer.KeepHex(read.MuxedBytes),
            MuxedType.Id => buffer.KeepNumber(read.MuxedId),
            _ => default,
        };
    }

    // An event is an asset's if it names the asset in its last topic and comes from that asset's contract.
    private AssetContract? ProvenAsset(ContractEventParts parts, TransferType type, bool isOld)
    {
        int expected = isOld
            ? type == TransferType.Burn ? 3 : 4
            : type == TransferType.Transfer ? 4 : 3;
        if (parts.TopicCount != expected) return null;
        ReadOnlySpan<byte> topic = parts.Topic(expected - 1);
        if (TypeOf(topic) != SCValType.String) return null;
        var reader = new XdrReader(topic[4..]);
        AssetContract? asset = buffer.Assets.OfText(reader.ReadVarOpaque(int.MaxValue));
        return asset is not null && asset.Contract.Bytes.SequenceEqual(parts.Contract) ? asset : null;
    }

    private static bool TryType(ReadOnlySpan<byte> name, out TransferType type)
    {
        type = default;
        if (name.SequenceEqual("transfer"u8)) type = TransferType.Transfer;
        else if (name.SequenceEqual("mint"u8)) type = TransferType.Mint;
        else if (name.SequenceEqual("burn"u8)) type = TransferType.Burn;
        else if (name.SequenceEqual("clawback"u8)) type = TransferType.Clawback;
        else return false;
        return true;
    }

    private static bool TryAddress(ReadOnlySpan<byte> value, out Holder holder)
    {
        holder = default;
        if (TypeOf(value) != SCValType.Address) return false;
        var reader = new XdrReader(value[4..]);
        holder = Holder.Address(SCAddress.Read(ref reader));
        return true;
    }

    /// <summary>The kind of an SCVal.</summary>
    internal static SCValType TypeOf(ReadOnlySpan<byte> value) => (SCValType)BinaryPrimitives.ReadInt32BigEndian(value);

    /// <summary>Reads an SCVal that is a symbol.</summary>
    internal static bool TrySymbol(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> symbol)
    {
        symbol = default;
        if (TypeOf(value) != SCValType.Symbol) return false;
        var reader = new XdrReader(value[4..]);
        symbol = reader.ReadVarOpaque(SymbolLength);
        return true;
    }

    /// <summary>Reads an SCVal that is an i128.</summary>
    internal static bool TryAmount(ReadOnlySpan<byte> value, out Int128 amount)
    {
        bool isAmount = TypeOf(value) == SCValType.I128;
        amount = isAmount ? BinaryPrimitives.ReadInt128BigEndian(value[4..]) : default;
        return isAmount;
    }
}
