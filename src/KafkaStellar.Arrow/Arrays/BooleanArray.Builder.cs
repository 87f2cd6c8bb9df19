using System.Runtime.CompilerServices;
using KafkaStellar.Arrow.Memory;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class BooleanArray
{
    /// <summary>Gathers true and false; dispose it.</summary>
    public sealed unsafe class Builder() : ArrowArrayBuilder<BooleanArray>(BooleanType.Default)
    {
        private GrowingMemory _memory;
        private byte* _bits;

        public override long ByteLength => Bits.BytesFor(Rows) + ValidityLength;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Append(bool value)
        {
            int row = Rows;
            if (row == RowCapacity)
                GrowRows();
            _bits[row >> 3] |= (byte)((value ? 1 : 0) << (row & 7));
            Rows = row + 1;
        }

        /// <summary>Appends the value, or a null.</summary>
        public void Append(bool? value)
        {
            if (value.HasValue)
                Append(value.GetValueOrDefault());
            else
                AppendNull();
        }

        public override void AppendNull()
        {
            Append(false);
            MarkNull(Rows - 1);
        }

        internal override void AppendEmpty() => Append(false);

        internal override ArrayData Finish()
        {
            CheckAlive();
            int rows = Rows, nulls = NullCount;
            ArrowBuffer validity = FinishValidity();
            var data = new ArrayData(DataType, rows, nulls, 0, [validity, _memory.Finish(Bits.BytesFor(rows))]);
            _bits = null;
            Rows = 0;
            RowCapacity = 0;
            return data;
        }

        private protected override void Free()
        {
            _memory.Free();
            _bits = null;
        }

        private protected override BooleanArray Wrap(ArrayData data) => new(data);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void GrowRows()
        {
            CheckAlive();
            if (Rows == int.MaxValue)
                throw new InvalidOperationException($"A column cannot hold more than {int.MaxValue} rows. Build the array earlier.");
            int used = Bits.BytesFor(Rows);
            _memory.Grow(used, used + 1L);
            _bits = _memory.Start;
            new Span<byte>(_bits + used, (int)(_memory.Capacity - used)).Clear();
            RowCapacity = (int)Math.Min(_memory.Capacity * 8, int.MaxValue);
        }
    }
}
