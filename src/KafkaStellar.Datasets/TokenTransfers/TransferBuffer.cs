using System.Globalization;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>Where the events of one ledger gather until their order is known. Its memory is kept from ledger to ledger.</summary>
internal sealed class TransferBuffer(AssetContracts assets)
{
    // The last numbers that a TOID has room for stand for "after all operations" and "after all transactions".
    private const uint AfterOperations = 0xFFF;
    private const uint AfterTransactions = 0xFFFFF;

    private byte[] _text = new byte[4096];
    private int _textLength;
    private uint _sequence;
    private uint _operation;
    private uint _inOperation;

    /// <summary>The assets of the network.</summary>
    public AssetContracts Assets { get; } = assets;

    /// <summary>The transactions, as the events know them.</summary>
    public GrowingList<TransferTransaction> Transactions { get; } = new();

    /// <summary>What was charged before all transactions, one event a transaction.</summary>
    public GrowingList<TransferEvent> Charges { get; } = new();

    /// <summary>What the operations did, and before protocol 23 what was refunded after each transaction.</summary>
    public GrowingList<TransferEvent> Operations { get; } = new();

    /// <summary>What was refunded after all transactions, from protocol 23.</summary>
    public GrowingList<TransferEvent> Refunds { get; } = new();

    /// <summary>The texts of events and transactions.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>Starts a ledger from nothing.</summary>
    public void Begin(uint sequence)
    {
        _sequence = sequence;
        _textLength = 0;
        Transactions.Clear();
        Charges.Clear();
        Operations.Clear();
        Refunds.Clear();
        Assets.Trim();
    }

    /// <summary>Starts a transaction: what is added from here on is its.</summary>
    public void BeginTransaction(in LedgerTransaction transaction)
    {
        ref TransferTransaction shared = ref Transactions.Add();
        shared.Index = transaction.Index;
        shared.Hash = new Hash32(transaction.Hash);
        shared.Memo = MemoText(transaction.Body.Memo);
        _operation = 0;
    }

    /// <summary>Starts an operation, counted from 1: what is added from here on is its.</summary>
    public void BeginOperation(uint operation)
    {
        _operation = operation;
        _inOperation = 0;
    }

    /// <summary>What the transaction was charged.</summary>
    public void AddCharge(in Holder from, Int128 amount) => AddFee(Charges, Toid(0, 0), Index, in from, amount);

    /// <summary>What the transaction got back, as a negative fee.</summary>
    public void AddRefund(in Holder from, Int128 amount, bool afterAllTransactions)
    {
        if (afterAllTransactions) AddFee(Refunds, Toid(AfterTransactions, AfterOperations), Index, in from, amount);
        else AddFee(Operations, Toid(Index, AfterOperations), 0, in from, amount);
    }

    /// <summary>An event of the operation, with nothing but its place, to be filled before the next call.</summary>
    public ref TransferEvent AddEvent(TransferType type)
    {
        ref TransferEvent added = ref Add(Operations, type);
        added.Operation = _operation;
        added.IdMajor = Toid(Index, _operation);
        added.IdMinor = _inOperation++;
        return ref added;
    }

    /// <summary>An event of the operation that moves an asset.</summary>
    public ref TransferEvent AddEvent(TransferType type, AssetContract asset, Int128 amount)
    {
        ref TransferEvent added = ref AddEvent(type);
        added.Asset = asset;
        added.Contract = asset.Contract;
        added.Amount = amount;
        return ref added;
    }

    /// <summary>Puts the operation's newest event before its others, of which the first stands at <paramref name="first"/>.</summary>
    public void MoveNewestTo(int first)
    {
        Operations.MoveLastTo(first);
        for (int i = first; i < Operations.Count; i++) Operations[i].IdMinor = (uint)(i - first);
    }

    /// <summary>Keeps bytes as long as the ledger's events.</summary>
    public Extent Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = new Extent(_textLength, bytes.Length);
        if (bytes.Length > _text.Length - _textLength) Array.Resize(ref _text, (int)Math.Max(2L * _text.Length, (long)_textLength + bytes.Length));
        bytes.CopyTo(_text.AsSpan(_textLength));
        _textLength += bytes.Length;
        return kept;
    }

    /// <summary>Keeps a number as decimal text.</summary>
    public Extent KeepNumber(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        return Keep(digits[..length]);
    }

    /// <summary>Keeps bytes in lower-case hex.</summary>
    public Extent KeepHex(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hex = bytes.Length <= 32 ? stackalloc byte[2 * bytes.Length] : new byte[2 * bytes.Length];
        Convert.TryToHexStringLower(bytes, hex, out _);
        return Keep(hex);
    }

    /// <summary>Why no true rows can be made of the ledger.</summary>
    public LedgerRefusedException Refused(string problem)
    {
        string hash = Convert.ToHexStringLower(Newest.Hash.Bytes);
        string operation = _operation == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", operation {_operation}");
        return new LedgerRefusedException(_sequence, $"transaction {hash}{operation}: {problem}");
    }

    private ref TransferTransaction Newest => ref Transactions[Transactions.Count - 1];

    private uint Index => Newest.Index;

    // SEP-35: 32 bits of ledger, 20 of transaction, 12 of operation.
    private ulong Toid(uint transaction, uint operation) => (ulong)_sequence << 32 | (ulong)transaction << 12 | operation;

    private void AddFee(GrowingList<TransferEvent> list, ulong idMajor, uint idMinor, in Holder from, Int128 amount)
    {
        ref TransferEvent fee = ref Add(list, TransferType.Fee);
        fee.IdMajor = idMajor;
        fee.IdMinor = idMinor;
        fee.From = from;
        fee.Asset = Assets.Native;
        fee.Contract = Assets.Native.Contract;
        fee.Amount = amount;
    }

    private ref TransferEvent Add(GrowingList<TransferEvent> list, TransferType type)
    {
        ref TransferEvent added = ref list.Add();
        added.Type = type;
        added.Transaction = Transactions.Count - 1;
        return ref added;
    }

    private Extent? MemoText(Memo memo) => memo.Type switch
    {
        MemoType.Text => Keep(memo.Text),
        MemoType.Id => KeepNumber(memo.Id),
        MemoType.Hash => KeepHex(memo.Hash),
        MemoType.Return => KeepHex(memo.RetHash),
        _ => null,
    };
}
