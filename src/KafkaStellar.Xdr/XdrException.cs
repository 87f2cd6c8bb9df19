using System.Diagnostics.CodeAnalysis;

namespace KafkaStellar.Xdr;

/// <summary>Bytes that are not the XDR they should be: what is wrong, and at which byte.</summary>
/// <remarks>The only exception that reading XDR ends in, whatever the bytes are.</remarks>
public sealed class XdrException(int offset, string problem, bool isUnknownValue = false) : Exception($"byte {offset}: {problem}")
{
    // Values are numbered one after the other, results downwards; the longest list has a hundred. Bytes that are damaged seldom give a number as small.
    private const int MostLikelyValue = 255;

    /// <summary>Where in the bytes that were read, from 0.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;

    /// <summary>Whether it is an enum's value or a union's arm that newer definitions may list: one not far beyond those that these do.</summary>
    public bool IsUnknownValue { get; } = isUnknownValue;

    /// <summary>An enum's value or a union's arm that the definitions do not list.</summary>
    public static XdrException Unknown(int offset, string type, int value) => new(offset, $"{type} has no value {value}", isUnknownValue: Math.Abs((long)value) <= MostLikelyValue);

    [DoesNotReturn]
    internal static void ThrowTooShort(int offset, long wanted, int left) =>
        throw new XdrException(offset, $"{wanted} bytes wanted, {left} left");

    [DoesNotReturn]
    internal static void ThrowTooLong(int offset, uint length, int max) =>
        throw new XdrException(offset, $"a length of {length}, where at most {max} are allowed");

    [DoesNotReturn]
    internal static void ThrowTooDeep(int offset) =>
        throw new XdrException(offset, $"nested too deep (the limit is {XdrReader.MaxDepth} levels)");

    [DoesNotReturn]
    internal static void ThrowPadding(int offset) =>
        throw new XdrException(offset, "padding that is not zero");

    [DoesNotReturn]
    internal static void ThrowNotBool(int offset, uint value) =>
        throw new XdrException(offset, $"{value} where a bool is 0 or 1");

    [DoesNotReturn]
    internal static void ThrowUnknown(int offset, string type, int value) =>
        throw Unknown(offset, type, value);

    [DoesNotReturn]
    internal static void ThrowTrailing(int offset, int left) =>
        throw new XdrException(offset, $"{left} bytes are left over");

    [DoesNotReturn]
    internal static void ThrowWrongArm(string type, string arm, int discriminant) =>
        throw new InvalidOperationException($"This {type} is of kind {discriminant}, so it has no {arm}.");

    [DoesNotReturn]
    internal static void ThrowAbsent(string type) =>
        throw new InvalidOperationException($"This optional {type} is absent.");
}
