using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow;

/// <summary>A column's name, type and nullability. Fields compare by value, metadata included.</summary>
public sealed partial class Field : IEquatable<Field>
{
    private readonly OrderedDictionary<string, string> _metadata;

    public Field(string name, IArrowType dataType, bool nullable, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(dataType);
        Name = name;
        DataType = dataType;
        IsNullable = nullable;
        _metadata = metadata is null ? [] : new(metadata);
    }

    public string Name { get; }

    public IArrowType DataType { get; }

    public bool IsNullable { get; }

    public bool HasMetadata => _metadata.Count > 0;

    /// <summary>Keys and values in the order in which they were given; that is also their order on the wire.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public bool Equals(Field? other) =>
        other is not null
        && Name == other.Name
        && IsNullable == other.IsNullable
        && DataType.Equals(other.DataType)
        && _metadata.SequenceEqual(other._metadata);

    public override bool Equals(object? obj) => Equals(obj as Field);

    public override int GetHashCode() => HashCode.Combine(Name, IsNullable, DataType.TypeId);

    /// <summary><c>name: type</c>, with a question mark where nulls are allowed.</summary>
    public override string ToString() => $"{Name}: {DataType}{(IsNullable ? "?" : "")}";
}
