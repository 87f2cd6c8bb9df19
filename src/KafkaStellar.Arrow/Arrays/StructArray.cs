using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of values made of named fields.</summary>
public sealed partial class StructArray : ArrowArray
{
    private readonly IArrowArray[] _fields;

    internal StructArray(ArrayData data) : base(data)
    {
        CheckType(data, ArrowTypeId.Struct);
        _fields = new IArrowArray[data.Children.Length];
        for (int i = 0; i < _fields.Length; i++)
            _fields[i] = ArrowArrayFactory.BuildArray(data.Children[i].Slice(data.Offset, data.Length));
    }

    /// <summary>One array a field, with this array's rows. Lent: disposed with this array.</summary>
    public IReadOnlyList<IArrowArray> Fields => _fields;

    private protected override void ReleaseChildren()
    {
        foreach (IArrowArray field in _fields)
            field.Dispose();
    }
}
