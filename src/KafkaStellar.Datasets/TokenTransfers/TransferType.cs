namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>What a token transfer is (CAP-67).</summary>
internal enum TransferType
{
    Transfer,
    Mint,
    Burn,
    Clawback,
    Fee,
}

/// <summary>The words for it.</summary>
internal static class TransferTypes
{
    /// <summary>The type as rows and filters write it: <c>transfer</c>, <c>mint</c>, <c>burn</c>, <c>clawback</c> or <c>fee</c>.</summary>
    public static ReadOnlySpan<byte> Utf8(this TransferType type) => type switch
    {
        TransferType.Transfer => "transfer"u8,
        TransferType.Mint => "mint"u8,
        TransferType.Burn => "burn"u8,
        TransferType.Clawback => "clawback"u8,
        _ => "fee"u8,
    };

    /// <summary>The type as text.</summary>
    public static string Text(this TransferType type) => System.Text.Encoding.ASCII.GetString(type.Utf8());
}
