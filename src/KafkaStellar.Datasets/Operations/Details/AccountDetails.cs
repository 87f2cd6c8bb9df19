using System.Text.Json;
using KafkaStellar.Datasets.Json;
using KafkaStellar.Datasets.Operations.Json;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Operations.Details;

/// <summary>Details of operations on an account itself.</summary>
internal static class AccountDetails
{
    private static readonly AccountNames Funder = new("funder");
    private static readonly AccountNames Account = new("account");
    private static readonly AccountNames Into = new("into");
    private static readonly TextNames HomeDomain = new("home_domain");
    private static readonly TextNames Name = new("name");
    private static readonly JsonEncodedText StartingBalance = JsonEncodedText.Encode("starting_balance");
    private static readonly JsonEncodedText InflationDest = JsonEncodedText.Encode("inflation_dest");
    private static readonly JsonEncodedText MasterKeyWeight = JsonEncodedText.Encode("master_key_weight");
    private static readonly JsonEncodedText LowThreshold = JsonEncodedText.Encode("low_threshold");
    private static readonly JsonEncodedText MedThreshold = JsonEncodedText.Encode("med_threshold");
    private static readonly JsonEncodedText HighThreshold = JsonEncodedText.Encode("high_threshold");
    private static readonly JsonEncodedText SignerKey = JsonEncodedText.Encode("signer_key");
    private static readonly JsonEncodedText SignerWeight = JsonEncodedText.Encode("signer_weight");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText BumpTo = JsonEncodedText.Encode("bump_to");

    public static void WriteCreate(in OperationRow row, Utf8JsonWriter json)
    {
        CreateAccountOp operation = row.Body.CreateAccountOp;
        AccountJson.Write(json, Funder, in row);
        AccountJson.Write(json, Account.Account, operation.Destination);
        AmountJson.Write(json, StartingBalance, operation.StartingBalance);
    }

    public static void WriteMerge(in OperationRow row, Utf8JsonWriter json)
    {
        AccountJson.Write(json, Account, in row);
        AccountJson.Write(json, Into, row.Body.Destination);
    }

    public static void WriteSetOptions(in OperationRow row, Utf8JsonWriter json)
    {
        SetOptionsOp operation = row.Body.SetOptionsOp;
        if (operation.InflationDest.HasValue) AccountJson.Write(json, InflationDest, operation.InflationDest.Value);
        if (operation.SetFlags is > 0) FlagNames.OfAccount.WriteSet(json, operation.SetFlags.Value);
        if (operation.ClearFlags is > 0) FlagNames.OfAccount.WriteClear(json, operation.ClearFlags.Value);
        if (operation.MasterWeight is uint master) json.WriteNumber(MasterKeyWeight, master);
        if (operation.LowThreshold is uint low) json.WriteNumber(LowThreshold, low);
        if (operation.MedThreshold is uint med) json.WriteNumber(MedThreshold, med);
        if (operation.HighThreshold is uint high) json.WriteNumber(HighThreshold, high);
        if (operation.HomeDomain.HasValue) TextJson.Write(json, HomeDomain, operation.HomeDomain.Value.Bytes);
        if (!operation.Signer.HasValue) return;
        AccountJson.WriteSigner(json, SignerKey, operation.Signer.Value.Key);
        json.WriteNumber(SignerWeight, operation.Signer.Value.Weight);
    }

    public static void WriteManageData(in OperationRow row, Utf8JsonWriter json)
    {
        ManageDataOp operation = row.Body.ManageDataOp;
        TextJson.Write(json, Name, operation.DataName);
        if (operation.DataValue.HasValue) json.WriteBase64String(Value, operation.DataValue.Value.Bytes);
        else json.WriteNull(Value);
    }

    // Text, as Horizon has it: a sequence number uses all 64 bits.
    public static void WriteBumpSequence(in OperationRow row, Utf8JsonWriter json)
    {
        json.WritePropertyName(BumpTo);
        JsonText.WriteNumber(json, row.Body.BumpSequenceOp.BumpTo);
    }
}
