using KafkaStellar.Arrow;

namespace KafkaStellar.Datasets;

/// <summary>A column: its field, and how it gathers its cell of a row.</summary>
internal abstract class Column<TRow>(Field field) : IDisposable
    where TRow : allows ref struct
{
    public Field Field { get; } = field;

    public abstract void Append(in TRow row);

    /// <summary>What was gathered; the column is then empty.</summary>
    public abstract IArrowArray Build();

    public abstract void Dispose();
}

/// <summary>A column over one of the Arrow builders.</summary>
/// <param name="field">Name, type and nullability.</param>
/// <param name="builder">Where the cells go.</param>
/// <param name="append">Takes a row's cell and appends it.</param>
/// <param name="build">Hands the gathered cells over.</param>
internal sealed class Column<TRow, TBuilder>(Field field, TBuilder builder, AppendCell<TRow, TBuilder> append, Func<TBuilder, IArrowArray> build) : Column<TRow>(field)
    where TRow : allows ref struct
    where TBuilder : IDisposable
{
    public override void Append(in TRow row) => append(builder, in row);

    public override IArrowArray Build() => build(builder);

    public override void Dispose() => builder.Dispose();
}

internal delegate void AppendCell<TRow, TBuilder>(TBuilder builder, in TRow row)
    where TRow : allows ref struct;
