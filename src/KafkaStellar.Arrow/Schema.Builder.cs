namespace KafkaStellar.Arrow;

public sealed partial class Schema
{
    /// <summary>Makes a <see cref="Schema"/> step by step.</summary>
    public sealed class Builder
    {
        private readonly List<Field> _fields = [];
        private readonly OrderedDictionary<string, string> _metadata = [];

        public Builder Field(Field field)
        {
            _fields.Add(field);
            return this;
        }

        public Builder Field(Action<Field.Builder> describe)
        {
            var builder = new Field.Builder();
            describe(builder);
            return Field(builder.Build());
        }

        /// <exception cref="ArgumentException">The key was given before.</exception>
        public Builder Metadata(string key, string value)
        {
            _metadata.Add(key, value);
            return this;
        }

        public Schema Build() => new(_fields, _metadata);
    }
}
