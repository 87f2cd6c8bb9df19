using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

public sealed partial class Field
{
    /// <summary>Makes a <see cref="Field"/> step by step. Without a call to <see cref="Nullable"/> the field allows nulls.</summary>
    public sealed class Builder
    {
        private readonly OrderedDictionary<string, string> _metadata = [];
        private string? _name;
        private IArrowType? _type;
        private bool _nullable = true;

        public Builder Name(string value)
        {
            _name = value;
            return this;
        }

        public Builder DataType(IArrowType type)
        {
            _type = type;
            return this;
        }

        public Builder Nullable(bool value)
        {
            _nullable = value;
            return this;
        }

        /// <exception cref="ArgumentException">The key was given before.</exception>
        public Builder Metadata(string key, string value)
        {
            _metadata.Add(key, value);
            return this;
        }

        /// <exception cref="InvalidOperationException">Name or type is missing.</exception>
        public Field Build() => new(
            _name ?? throw new InvalidOperationException("A field needs a name."),
            _type ?? throw new InvalidOperationException($"Field {_name} needs a type."),
            _nullable,
            _metadata);
    }
}
