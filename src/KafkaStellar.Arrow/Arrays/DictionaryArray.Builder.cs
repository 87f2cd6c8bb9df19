using System.Text;
using System.Text.Unicode;
using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class DictionaryArray
{
    /// <summary>Gathers text; a text gets its index when it comes for the first time. Dispose it.</summary>
    public sealed class Builder : FixedWidthBuilder<int, DictionaryArray>
    {
        private const int SmallestTable = 64;

        private readonly StringArray.Builder _values = new();
        private int[] _slots = new int[SmallestTable]; // index + 1 of a text, 0 where free; open addressing
        private int[] _hashes = new int[SmallestTable / 2]; // of each text

        public Builder(DictionaryType type) : base(type) { }

        public Builder() : this(DictionaryType.Utf8) { }

        /// <summary>Distinct texts gathered since the last build.</summary>
        public int DictionaryLength => _values.Length;

        /// <summary>Appends the text; bytes that are not UTF-8 become U+FFFD, as in any column of text.</summary>
        public void Append(ReadOnlySpan<byte> value)
        {
            CheckAlive();
            Add(IndexOf(value));
        }

        /// <summary>Appends the text in UTF-8, or a null.</summary>
        public void Append(string? value)
        {
            if (value is null)
            {
                AppendNull();
                return;
            }

            Span<byte> utf8 = value.Length <= 128 ? stackalloc byte[3 * 128] : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
            Append(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        }

        internal override void AppendEmpty() => Append(ReadOnlySpan<byte>.Empty); // index 0 may not exist

        internal override ArrayData Finish()
        {
            ArrayData indices = base.Finish();
            ArrayData values = _values.Finish();
            Array.Clear(_slots);
            return new ArrayData(DataType, indices.Length, indices.NullCount, 0, indices.Buffers, dictionary: values);
        }

        private protected override void Free()
        {
            base.Free();
            _values.Dispose();
        }

        private protected override DictionaryArray Wrap(ArrayData data) => new(data);

        private int IndexOf(ReadOnlySpan<byte> value)
        {
            var hashing = new HashCode(); // seeded anew in each process: nobody can choose texts that collide
            hashing.AddBytes(value);
            int hash = hashing.ToHashCode();
            int slot = hash & (_slots.Length - 1);
            for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            {
                int index = _slots[slot] - 1;
                if (_hashes[index] == hash && _values.Gathered(index).SequenceEqual(value))
                    return index;
            }

            // Texts that differ only in bytes that are no UTF-8 are one text: what stands for such a byte is U+FFFD.
            if (!Utf8.IsValid(value))
                return IndexOf(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)));

            int added = _values.Length;
            _values.Append(value);
            _hashes[added] = hash;
            _slots[slot] = added + 1;
            if (_values.Length * 2 == _slots.Length)
                GrowTable();
            return added;
        }

        private void GrowTable()
        {
            _slots = new int[_slots.Length * 2];
            Array.Resize(ref _hashes, _slots.Length / 2);
            for (int index = 0; index < _values.Length; index++)
            {
                int slot = _hashes[index] & (_slots.Length - 1);
                while (_slots[slot] != 0)
                    slot = (slot + 1) & (_slots.Length - 1);
                _slots[slot] = index + 1;
            }
        }
    }
}
