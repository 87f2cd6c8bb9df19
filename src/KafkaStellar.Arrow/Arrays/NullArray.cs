using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column of nulls without buffers.</summary>
public sealed class NullArray : ArrowArray
{
    internal NullArray(ArrayData data) : base(data) => CheckType(data, ArrowTypeId.Null);

    /// <summary>Counts nulls.</summary>
    public sealed class Builder() : ArrowArrayBuilder<NullArray>(NullType.Default)
    {
        public override long ByteLength => 0;

        public override void AppendNull()
        {
            CheckAlive();
            Rows = checked(Rows + 1);
        }

        internal override void AppendEmpty() => AppendNull();

        internal override ArrayData Finish()
        {
            CheckAlive();
            int rows = Rows;
            Rows = 0;
            return new ArrayData(DataType, rows, rows, 0, []);
        }

        private protected override void Free() { }

        private protected override NullArray Wrap(ArrayData data) => new(data);
    }
}
