using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class FixedSizeBinaryArray
{
    /// <summary>Gathers byte strings of one length; dispose it.</summary>
    public sealed unsafe class Builder : ArrowArrayBuilder<FixedSizeBinaryArray>
    {
        private readonly int _width;
        private GrowingMemory _memory;
        private byte* _values;

        public Builder(FixedSizeBinaryType type) : base(type) => _width = type.ByteWidth;

        /// <param name="byteWidth">Bytes a value.</param>
        public Builder(int byteWidth) : this(new FixedSizeBinaryType(byteWidth)) { }

        public override long ByteLength => (long)Rows * _width + ValidityLength;

        /// <summary>Appends one value.</summary>
        /// <exception cref="ArgumentException">It has another length than the column's values.</exception>
        public void Append(ReadOnlySpan<byte> value)
        {
            if (value.Length != _width)
                ThrowLength(value.Length);
            int row = Rows;
            if (row == RowCapacity)
                GrowRows();
            byte* target = _values + (nint)row * _width;
            if (value.Length == 32) // nearly all are hashes: two instructions instead of a call
                Vector256.Create(value).Store(target);
            else
                value.CopyTo(new Span<byte>(target, value.Length));
            Rows = row + 1;
        }

        /// <summary>Appends one value that the caller writes into the returned bytes, before the next call on this builder.</summary>
        public Span<byte> AppendSpan()
        {
            int row = Rows;
            if (row == RowCapacity)
                GrowRows();
            Rows = row + 1;
            return new Span<byte>(_values + (nint)row * _width, _width);
        }

        public override void AppendNull()
        {
            AppendSpan().Clear();
            MarkNull(Rows - 1);
        }

        internal override void AppendEmpty() => AppendSpan().Clear();

        internal override ArrayData Finish()
        {
            CheckAlive();
            int rows = Rows, nulls = NullCount;
            ArrowBuffer validity = FinishValidity();
            var data = new ArrayData(DataType, rows, nulls, 0, [validity, _memory.Finish((long)rows * _width)]);
            _values = null;
            Rows = 0;
            RowCapacity = 0;
            return data;
        }

        private protected override void Free()
        {
            _memory.Free();
            _values = null;
        }

        private protected override FixedSizeBinaryArray Wrap(ArrayData data) => new(data);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void GrowRows()
        {
            CheckAlive();
            _memory.Grow((long)Rows * _width, (Rows + 1L) * _width);
            _values = _memory.Start;
            RowCapacity = _width == 0 ? int.MaxValue : _memory.Usable / _width;
        }

        [DoesNotReturn]
        private void ThrowLength(int length) =>
            throw new ArgumentException($"The value has {length} bytes, and the column's values have {_width}.");
    }
}
