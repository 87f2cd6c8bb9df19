using System.Text.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Results;

/// <summary>What came of an operation, as one JSON object: the code, and whatever the result holds beside it.</summary>
/// <remarks>The code is that of the operation's own type where there is one (<c>payment_underfunded</c>), else the general one (<c>op_no_account</c>).</remarks>
internal static class OperationResults
{
    private static readonly IdNames BalanceId = new("balance_id");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText SourceAccountBalance = JsonEncodedText.Encode("source_account_balance");
    private static readonly JsonEncodedText Payouts = JsonEncodedText.Encode("payouts");
    private static readonly JsonEncodedText Destination = JsonEncodedText.Encode("destination");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Success = JsonEncodedText.Encode("success");

    /// <summary>Writes the object; false where the transaction came to no results.</summary>
    public static bool TryWrite(in OperationRow row, Utf8JsonWriter json)
    {
        if (!row.HasResult) return false;
        json.WriteStartObject();
        if (row.IsInner) Write(json, row.Result.Tr);
        else json.WriteString(Code, row.Result.Code.XdrName());
        json.WriteEndObject();
        return true;
    }

    private static void Write(Utf8JsonWriter json, OperationResultTr result)
    {
        json.WriteString(Code, ResultCodeNames.Of(result));
        switch (result.Type)
        {
            case OperationType.PathPaymentStrictReceive: PathPaymentResults.Write(json, result.PathPaymentStrictReceiveResult); break;
            case OperationType.PathPaymentStrictSend: PathPaymentResults.Write(json, result.PathPaymentStrictSendResult); break;
            case OperationType.ManageSellOffer: OfferResults.Write(json, result.ManageSellOfferResult); break;
            case OperationType.CreatePassiveSellOffer: OfferResults.Write(json, result.CreatePassiveSellOfferResult); break;
            case OperationType.ManageBuyOffer: OfferResults.Write(json, result.ManageBuyOfferResult); break;
            case OperationType.AccountMerge: WriteMerge(json, result.AccountMergeResult); break;
            case OperationType.Inflation: WriteInflation(json, result.InflationResult); break;
            case OperationType.CreateClaimableBalance: WriteBalance(json, result.CreateClaimableBalanceResult); break;
            case OperationType.InvokeHostFunction: WriteInvoked(json, result.InvokeHostFunctionResult); break;
        }
    }

    // What the account held when it was merged into the other.
    private static void WriteMerge(Utf8JsonWriter json, AccountMergeResult result)
    {
        if (result.Code == AccountMergeResultCode.Success) AmountJson.Write(json, SourceAccountBalance, result.SourceAccountBalance);
    }

    private static void WriteInflation(Utf8JsonWriter json, InflationResult result)
    {
        if (result.Code != InflationResultCode.Success) return;
        json.WriteStartArray(Payouts);
        foreach (InflationPayout payout in result.Payouts)
        {
            json.WriteStartObject();
            AccountJson.Write(json, Destination, payout.Destination);
            AmountJson.Write(json, Amount, payout.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBalance(Utf8JsonWriter json, CreateClaimableBalanceResult result)
    {
        if (result.Code == CreateClaimableBalanceResultCode.Success) IdJson.Write(json, BalanceId, result.BalanceID);
    }

    // The hash of the value that was returned and the events that were emitted (InvokeHostFunctionSuccessPreImage).
    private static void WriteInvoked(Utf8JsonWriter json, InvokeHostFunctionResult result)
    {
        if (result.Code == InvokeHostFunctionResultCode.Success) IdJson.WriteHex(json, Success, result.Success);
    }
}
