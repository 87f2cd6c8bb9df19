namespace KafkaStellar.Xdr.Tests;

/// <summary>Types that can hold themselves, nested as deep as they may be and deeper, on stacks of several sizes.</summary>
public class DepthTests
{
    private const int Megabyte = 1 << 20;

    public static TheoryData<string> Recursive =>
    [
        "SCVal in vectors", "SCVal in maps", "SCVal in instances", "ClaimPredicate", "SorobanAuthorizedInvocation", "SorobanDelegateSignature",
    ];

    [Theory]
    [MemberData(nameof(Recursive))]
    public void Fourteen_hundred_levels_are_read_on_a_stack_of_one_megabyte(string type) =>
        OnStackOf(Megabyte, () => Pass(type, 1_400)).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Recursive))]
    public void The_limit_itself_is_read_and_one_level_more_is_refused(string type)
    {
        OnStackOf(16 * Megabyte, () => Pass(type, XdrReader.MaxDepth)).ShouldBeNull();

        Exception? refusal = OnStackOf(16 * Megabyte, () => Pass(type, XdrReader.MaxDepth + 1));

        refusal.ShouldBeOfType<XdrException>().Problem.ShouldBe("nested too deep (the limit is 1500 levels)");
    }

    [Theory]
    [MemberData(nameof(Recursive))]
    public void A_stack_that_runs_out_is_a_refusal_and_not_a_crash(string type) =>
        OnStackOf(128 * 1024, () => Pass(type, 1_400)).ShouldBeOfType<XdrException>();

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_quorum_set_ends_with_its_bytes(int levels)
    {
        // Core allows four; the definition knows no limit but the reader's own.
        var xdr = new XdrWriter();
        for (int i = 0; i < levels - 1; i++) xdr.UInt32(1).UInt32(0).UInt32(1);
        xdr.UInt32(1).UInt32(0).UInt32(0);
        var reader = new XdrReader(xdr.Written);
        SCPQuorumSet.Skip(ref reader);
        reader.End();
    }

    [Fact]
    public void Siblings_do_not_add_up_to_depth()
    {
        var xdr = new XdrWriter().Int32((int)SCValType.Vec).Bool(true).UInt32(5_000);
        for (int i = 0; i < 5_000; i++) xdr.Int32((int)SCValType.Vec).Bool(true).UInt32(1).Int32((int)SCValType.Void);
        var reader = new XdrReader(xdr.Written);
        SCVal.Skip(ref reader);
        reader.End();
    }

    [Fact]
    public void Bytes_that_only_open_levels_are_refused()
    {
        // One level after the other, no end: what a hostile contract event would look like.
        byte[] open = new byte[12 * 100_000];
        for (int at = 0; at < open.Length; at += 12) new XdrWriter().Int32((int)SCValType.Vec).Bool(true).UInt32(1).Written.CopyTo(open.AsSpan(at));

        OnStackOf(Megabyte, () =>
        {
            var reader = new XdrReader(open);
            SCVal.Skip(ref reader);
        }).ShouldBeOfType<XdrException>().Problem.ShouldStartWith("nested too deep");
    }

    private static void Pass(string type, int levels)
    {
        byte[] bytes = Nested(type, levels);
        var reader = new XdrReader(bytes);
        switch (type)
        {
            case "ClaimPredicate":
                ClaimPredicate.Read(ref reader);
                break;
            case "SorobanAuthorizedInvocation":
                SorobanAuthorizedInvocation.Read(ref reader);
                break;
            case "SorobanDelegateSignature":
                SorobanDelegateSignature.Read(ref reader);
                break;
            default:
                SCVal.Read(ref reader);
                break;
        }

        reader.End();
    }

    private static byte[] Nested(string type, int levels)
    {
        byte[] account = new XdrWriter().Int32((int)SCAddressType.Contract).Opaque(new byte[32]).Written.ToArray();
        byte[] call = new XdrWriter().Int32((int)SorobanAuthorizedFunctionType.ContractFn).Xdr(account).VarOpaque("f"u8).UInt32(0).Written.ToArray();
        (byte[] open, byte[] inner, byte[] close) = type switch
        {
            "SCVal in vectors" => (Xdr(x => x.Int32((int)SCValType.Vec).Bool(true).UInt32(1)), Xdr(x => x.Int32((int)SCValType.Void)), Array.Empty<byte>()),
            "SCVal in maps" => (Xdr(x => x.Int32((int)SCValType.Map).Bool(true).UInt32(1)), Xdr(x => x.Int32((int)SCValType.Void)), Xdr(x => x.Int32((int)SCValType.Void))),
            "SCVal in instances" => (
                Xdr(x => x.Int32((int)SCValType.ContractInstance).Int32(1).Bool(true).UInt32(1).Int32((int)SCValType.Void)),
                Xdr(x => x.Int32((int)SCValType.Void)),
                Array.Empty<byte>()),
            "ClaimPredicate" => (Xdr(x => x.Int32((int)ClaimPredicateType.Not).Bool(true)), Xdr(x => x.Int32((int)ClaimPredicateType.Unconditional)), Array.Empty<byte>()),
            "SorobanAuthorizedInvocation" => ([.. call, .. Xdr(x => x.UInt32(1))], [.. call, .. Xdr(x => x.UInt32(0))], Array.Empty<byte>()),
            _ => (
                [.. account, .. Xdr(x => x.Int32((int)SCValType.Void).UInt32(1))],
                [.. account, .. Xdr(x => x.Int32((int)SCValType.Void).UInt32(0))],
                Array.Empty<byte>()),
        };
        // The signature inside the innermost delegate is a level of its own.
        int holders = type == "SorobanDelegateSignature" ? levels - 1 : levels;
        var xdr = new XdrWriter();
        for (int i = 1; i < holders; i++) xdr.Xdr(open);
        xdr.Xdr(inner);
        for (int i = 1; i < holders; i++) xdr.Xdr(close);
        return xdr.Written.ToArray();
    }

    private static byte[] Xdr(Func<XdrWriter, XdrWriter> write) => write(new XdrWriter()).Written.ToArray();

    private static Exception? OnStackOf(int bytes, Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action), bytes);
        thread.Start();
        thread.Join();
        return thrown;
    }
}
