namespace KafkaStellar.Arrow.Types;

/// <summary>The logical type of a column. Types compare by value; <c>ToString</c> writes the type with its parameters.</summary>
public interface IArrowType
{
    ArrowTypeId TypeId { get; }

    /// <summary>The type's name without parameters, as the Arrow project writes it: <c>uint32</c>, <c>utf8</c>, <c>timestamp</c>.</summary>
    string Name { get; }
}
