using KafkaStellar.Arrow.Types;

namespace KafkaStellar.Arrow.C;

/// <summary>A schema from native code, and how its arrays are laid out there. Does not depend on the native structure any more.</summary>
public sealed class CArrowLayout
{
    internal CArrowLayout(Schema schema, Column[] columns)
    {
        Schema = schema;
        Columns = columns;
    }

    /// <summary>The columns as they are here: large, view and 32-bit float columns become the types this library has.</summary>
    public Schema Schema { get; }

    internal Column[] Columns { get; }

    /// <param name="Field">The column here.</param>
    /// <param name="Format">The column's format there; of the indices where it has a dictionary.</param>
    /// <param name="Children">Its children.</param>
    /// <param name="Texts">Its dictionary.</param>
    internal sealed record Column(Field Field, string Format, Column[] Children, Column? Texts)
    {
        public IArrowType Type => Field.DataType;
    }
}
