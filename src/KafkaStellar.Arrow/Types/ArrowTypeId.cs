namespace KafkaStellar.Arrow.Types;

/// <summary>Which logical type a column has; the ones this library can hold.</summary>
public enum ArrowTypeId
{
    Null,
    Boolean,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Double,
    String,
    Binary,
    FixedSizedBinary,
    Date32,
    Timestamp,
    Decimal128,
    List,
    Struct,
    Dictionary,
}
