using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>What came of an operation.</summary>
/// <param name="Code">Whether it was tried at all.</param>
/// <param name="Inner">Where it was, the code of its own result: 0 is success for every operation.</param>
/// <param name="MergedBalance">What a merge moved, in stroops.</param>
internal readonly record struct OperationOutcome(OperationResultCode Code, int Inner, long MergedBalance = 0)
{
    public static OperationOutcome Success => default;

    public static OperationOutcome NoAccount => new(OperationResultCode.NoAccount, 0);

    public bool IsSuccess => Code == OperationResultCode.Inner && Inner == 0;

    public static OperationOutcome Of(PaymentResultCode code) => new(OperationResultCode.Inner, (int)code);

    public static OperationOutcome Of(CreateAccountResultCode code) => new(OperationResultCode.Inner, (int)code);

    public static OperationOutcome Of(ChangeTrustResultCode code) => new(OperationResultCode.Inner, (int)code);

    public static OperationOutcome Of(AccountMergeResultCode code) => new(OperationResultCode.Inner, (int)code);

    public static OperationOutcome Merged(long balance) => new(OperationResultCode.Inner, (int)AccountMergeResultCode.Success, balance);
}
