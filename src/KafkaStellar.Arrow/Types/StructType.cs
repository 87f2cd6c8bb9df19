namespace KafkaStellar.Arrow.Types;

/// <summary>Values made of named fields, each in an array of its own.</summary>
public sealed record StructType : ArrowType
{
    private readonly Field[] _fields;

    public StructType(IEnumerable<Field> fields) => _fields = [.. fields];

    public IReadOnlyList<Field> Fields => _fields;

    public override ArrowTypeId TypeId => ArrowTypeId.Struct;

    public override string Name => "struct";

    public bool Equals(StructType? other) => other is not null && _fields.AsSpan().SequenceEqual(other._fields);

    public override int GetHashCode() => _fields.Length == 0 ? 0 : HashCode.Combine(_fields.Length, _fields[0]);

    private protected override string Text => $"struct<{string.Join(", ", (IEnumerable<Field>)_fields)}>";
}
