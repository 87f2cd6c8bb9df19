using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class StructArray
{
    /// <summary>Gathers structs: <see cref="Append"/> begins one, and each field's builder then takes one value.</summary>
    public sealed class Builder : ArrowArrayBuilder<StructArray>
    {
        private readonly StructType _type;
        private readonly ArrowArrayBuilder[] _fields;

        public Builder(StructType type) : base(type)
        {
            _type = type;
            _fields = [.. type.Fields.Select(field => Create(field.DataType))];
        }

        public override long ByteLength
        {
            get
            {
                long bytes = ValidityLength;
                foreach (ArrowArrayBuilder builder in _fields)
                    bytes += builder.ByteLength;
                return bytes;
            }
        }

        /// <summary>Takes the values of one field, one a struct; owned by this builder.</summary>
        public ArrowArrayBuilder FieldBuilder(int index) => _fields[index];

        /// <summary>Begins a struct.</summary>
        public void Append()
        {
            CheckAlive();
            Rows = checked(Rows + 1);
        }

        /// <summary>Appends a row without a value, and a null or an empty value to each field.</summary>
        public override void AppendNull()
        {
            Append();
            MarkNull(Rows - 1);
            for (int i = 0; i < _fields.Length; i++)
            {
                if (_type.Fields[i].IsNullable)
                    _fields[i].AppendNull();
                else
                    _fields[i].AppendEmpty();
            }
        }

        internal override void AppendEmpty()
        {
            Append();
            foreach (ArrowArrayBuilder field in _fields)
                field.AppendEmpty();
        }

        internal override ArrayData Finish()
        {
            CheckAlive();
            for (int i = 0; i < _fields.Length; i++)
            {
                if (_fields[i].Length != Rows)
                    throw new InvalidOperationException($"Field {_type.Fields[i].Name} has {_fields[i].Length} values, and there are {Rows} structs.");
            }

            int rows = Rows, nulls = NullCount;
            ArrowBuffer validity = FinishValidity();
            Rows = 0;
            return new ArrayData(DataType, rows, nulls, 0, [validity], [.. _fields.Select(field => field.Finish())]);
        }

        private protected override void Free()
        {
            foreach (ArrowArrayBuilder field in _fields)
                field.Dispose();
        }

        private protected override StructArray Wrap(ArrayData data) => new(data);
    }
}
