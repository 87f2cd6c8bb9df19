using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public abstract partial class ArrowArrayBuilder
{
    /// <summary>The builder for a type that is known only at run time.</summary>
    /// <exception cref="NotSupportedException">The type is not one of this library's.</exception>
    public static ArrowArrayBuilder Create(IArrowType type) => type switch
    {
        NullType => new NullArray.Builder(),
        BooleanType => new BooleanArray.Builder(),
        Int8Type => new Int8Array.Builder(),
        UInt8Type => new UInt8Array.Builder(),
        Int16Type => new Int16Array.Builder(),
        UInt16Type => new UInt16Array.Builder(),
        Int32Type => new Int32Array.Builder(),
        UInt32Type => new UInt32Array.Builder(),
        Int64Type => new Int64Array.Builder(),
        UInt64Type => new UInt64Array.Builder(),
        DoubleType => new DoubleArray.Builder(),
        Date32Type => new Date32Array.Builder(),
        StringType => new StringArray.Builder(),
        BinaryType => new BinaryArray.Builder(),
        FixedSizeBinaryType fixedSize => new FixedSizeBinaryArray.Builder(fixedSize),
        TimestampType timestamp => new TimestampArray.Builder(timestamp),
        Decimal128Type number => new Decimal128Array.Builder(number),
        ListType list => new ListArray.Builder(list),
        StructType row => new StructArray.Builder(row),
        DictionaryType dictionary => new DictionaryArray.Builder(dictionary),
        _ => throw new NotSupportedException($"There is no builder for {type}."),
    };
}
