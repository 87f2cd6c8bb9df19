namespace KafkaStellar.Arrow;

/// <summary>The columns of a record batch in their order, and metadata. Schemas compare by value.</summary>
public sealed partial class Schema : IEquatable<Schema>
{
    private readonly Field[] _fields;
    private readonly OrderedDictionary<string, string> _metadata;
    private readonly Dictionary<string, int> _byName;

    public Schema(IEnumerable<Field> fields, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        _fields = [.. fields];
        _metadata = metadata is null ? [] : new(metadata);
        _byName = new(_fields.Length, StringComparer.Ordinal);
        for (int i = 0; i < _fields.Length; i++)
            _byName.TryAdd(_fields[i].Name, i);
    }

    public IReadOnlyList<Field> FieldsList => _fields;

    public bool HasMetadata => _metadata.Count > 0;

    /// <summary>Keys and values in the order in which they were given; that is also their order on the wire.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public Field GetFieldByIndex(int index) => _fields[index];

    /// <summary>The first field of this name, or null.</summary>
    public Field? GetFieldByName(string name) => _byName.TryGetValue(name, out int index) ? _fields[index] : null;

    /// <summary>Where the first field of this name stands, or −1.</summary>
    public int GetFieldIndex(string name) => _byName.GetValueOrDefault(name, -1);

    /// <summary>The same columns with other metadata.</summary>
    public Schema WithMetadata(IEnumerable<KeyValuePair<string, string>> metadata) => new(_fields, metadata);

    /// <summary>Whether the columns are the same: names, types and nullability in order. Metadata of schema and columns does not count.</summary>
    public bool HasSameColumns(Schema other)
    {
        if (ReferenceEquals(_fields, other._fields))
            return true;
        if (_fields.Length != other._fields.Length)
            return false;
        for (int i = 0; i < _fields.Length; i++)
        {
            Field mine = _fields[i], theirs = other._fields[i];
            if (mine.Name != theirs.Name || mine.IsNullable != theirs.IsNullable || !mine.DataType.Equals(theirs.DataType))
                return false;
        }

        return true;
    }

    public bool Equals(Schema? other) =>
        other is not null && _fields.AsSpan().SequenceEqual(other._fields) && _metadata.SequenceEqual(other._metadata);

    public override bool Equals(object? obj) => Equals(obj as Schema);

    public override int GetHashCode() => _fields.Length == 0 ? 0 : HashCode.Combine(_fields.Length, _fields[0]);

    public override string ToString() => string.Join(", ", (IEnumerable<Field>)_fields);
}
