using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>One column of a <see cref="RowComparison"/>: how its value is read on either side.</summary>
/// <param name="Name">What a difference calls it.</param>
/// <param name="Expected">Reads the value from an expected row.</param>
/// <param name="Actual">Reads the value from an actual row, in the same form.</param>
public sealed record ComparedColumn(string Name, Func<JsonElement, object?> Expected, Func<JsonElement, object?> Actual)
{
    /// <summary>A column that both sides call by one name.</summary>
    public static ComparedColumn Same(string name) => Renamed(name, name);

    /// <summary>A column that the sides call by different names.</summary>
    public static ComparedColumn Renamed(string expected, string actual) =>
        new(actual, row => Value(row, expected), row => Value(row, actual));

    /// <summary>A column whose values are brought into one form before they are compared.</summary>
    /// <param name="expected">Its name in the expected rows.</param>
    /// <param name="actual">Its name in the actual rows.</param>
    /// <param name="normaliseExpected">Changes an expected value as <see cref="Value"/> gives it; null leaves it.</param>
    /// <param name="normaliseActual">Changes an actual value as <see cref="Value"/> gives it; null leaves it.</param>
    public static ComparedColumn Normalised(
        string expected, string actual, Func<object?, object?>? normaliseExpected = null, Func<object?, object?>? normaliseActual = null) =>
        new(actual,
            row => normaliseExpected is null ? Value(row, expected) : normaliseExpected(Value(row, expected)),
            row => normaliseActual is null ? Value(row, actual) : normaliseActual(Value(row, actual)));

    /// <summary>
    /// A value that compares: null, a string, a bool, a number as <see cref="decimal"/>, or the JSON text of a list, an object or a number
    /// that fits no decimal. 5 and 5.0 are equal; 5 and "5" are not.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The row has no such column: a missing one is not a null.</exception>
    public static object? Value(JsonElement row, string column) =>
        row.TryGetProperty(column, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number when value.TryGetDecimal(out decimal number) => number,
                _ => new JsonText(JsonSerializer.Serialize(value)),
            }
            : throw new KeyNotFoundException($"The row has no column '{column}': {row.GetRawText()}");

    private sealed record JsonText(string Text)
    {
        public override string ToString() => Text;
    }
}
