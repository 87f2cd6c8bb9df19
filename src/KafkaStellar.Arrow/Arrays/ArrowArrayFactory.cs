using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>Makes the array that belongs to a type.</summary>
public static class ArrowArrayFactory
{
    /// <summary>Wraps the data in its type's array, which takes over the caller's share of it.</summary>
    public static IArrowArray BuildArray(ArrayData data) => data.DataType.TypeId switch
    {
        ArrowTypeId.Null => new NullArray(data),
        ArrowTypeId.Boolean => new BooleanArray(data),
        ArrowTypeId.Int8 => new Int8Array(data),
        ArrowTypeId.UInt8 => new UInt8Array(data),
        ArrowTypeId.Int16 => new Int16Array(data),
        ArrowTypeId.UInt16 => new UInt16Array(data),
        ArrowTypeId.Int32 => new Int32Array(data),
        ArrowTypeId.UInt32 => new UInt32Array(data),
        ArrowTypeId.Int64 => new Int64Array(data),
        ArrowTypeId.UInt64 => new UInt64Array(data),
        ArrowTypeId.Double => new DoubleArray(data),
        ArrowTypeId.Date32 => new Date32Array(data),
        ArrowTypeId.String => new StringArray(data),
        ArrowTypeId.Binary => new BinaryArray(data),
        ArrowTypeId.FixedSizedBinary => new FixedSizeBinaryArray(data),
        ArrowTypeId.Timestamp => new TimestampArray(data),
        ArrowTypeId.Decimal128 => new Decimal128Array(data),
        ArrowTypeId.List => new ListArray(data),
        ArrowTypeId.Struct => new StructArray(data),
        ArrowTypeId.Dictionary => new DictionaryArray(data),
        _ => throw new NotSupportedException($"There is no array for {data.DataType}."),
    };

    /// <summary>A view of some rows without a copy; dispose it like any array.</summary>
    public static IArrowArray Slice(IArrowArray array, int offset, int length) => BuildArray(array.Data.Slice(offset, length));
}
