using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class ListArray
{
    /// <summary>Gathers lists: <see cref="Append"/> begins one, and what <see cref="ValueBuilder"/> then takes belongs to it.</summary>
    public sealed class Builder : ArrowArrayBuilder<ListArray>
    {
        private readonly OffsetsBuilder _offsets = new();

        public Builder(ListType type) : base(type) => ValueBuilder = Create(type.ValueDataType);

        public Builder(IArrowType valueDataType) : this(new ListType(valueDataType)) { }

        public Builder(Field valueField) : this(new ListType(valueField)) { }

        /// <summary>Takes the elements; owned by this builder.</summary>
        public ArrowArrayBuilder ValueBuilder { get; }

        public override long ByteLength => (Rows + 1L) * sizeof(int) + ValueBuilder.ByteLength + ValidityLength;

        /// <summary>Begins a list.</summary>
        /// <exception cref="InvalidOperationException">Elements were appended before the first list began.</exception>
        public void Append()
        {
            CheckAlive();
            if (Rows == 0 && ValueBuilder.Length != 0)
                throw new InvalidOperationException($"{ValueBuilder.Length} elements were appended before the first list began.");
            _offsets.Append(ValueBuilder.Length);
            Rows++;
        }

        /// <summary>Appends a row without a list; elements that follow would belong to nothing.</summary>
        public override void AppendNull()
        {
            Append();
            MarkNull(Rows - 1);
        }

        internal override void AppendEmpty() => Append();

        internal override ArrayData Finish()
        {
            CheckAlive();
            if (Rows == 0 && ValueBuilder.Length != 0)
                throw new InvalidOperationException($"{ValueBuilder.Length} elements belong to no list.");
            int rows = Rows, nulls = NullCount;
            _offsets.Append(ValueBuilder.Length);
            ArrowBuffer validity = FinishValidity();
            Rows = 0;
            return new ArrayData(DataType, rows, nulls, 0, [validity, _offsets.FinishBuffer()], [ValueBuilder.Finish()]);
        }

        private protected override void Free()
        {
            _offsets.Dispose();
            ValueBuilder.Dispose();
        }

        private protected override ListArray Wrap(ArrayData data) => new(data);

        private sealed class OffsetsBuilder() : PrimitiveArrayBuilder<int, Int32Array>(Int32Type.Default)
        {
            public ArrowBuffer FinishBuffer() => FinishValues();

            private protected override Int32Array Wrap(ArrayData data) => new(data);
        }
    }
}
