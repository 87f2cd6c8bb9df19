namespace KafkaStellar.Arrow.Tests;

/// <summary>Equality of rows, whatever the buffers under them look like.</summary>
internal static class BatchEquality
{
    public static void ShouldHaveSameRowsAs(this RecordBatch actual, RecordBatch expected)
    {
        actual.Schema.ShouldBe(expected.Schema);
        actual.Length.ShouldBe(expected.Length);
        for (int column = 0; column < expected.ColumnCount; column++)
        {
            IArrowArray left = actual.Column(column), right = expected.Column(column);
            left.Data.DataType.ShouldBe(right.Data.DataType);
            left.NullCount.ShouldBe(right.NullCount);
            for (int row = 0; row < expected.Length; row++)
                Same(left, row, right, row).ShouldBeTrue($"column {expected.Schema.FieldsList[column]}, row {row}");
        }
    }

    public static bool Same(IArrowArray left, int leftRow, IArrowArray right, int rightRow)
    {
        if (left.IsNull(leftRow) || right.IsNull(rightRow))
            return left.IsNull(leftRow) == right.IsNull(rightRow);
        switch (left, right)
        {
            case (VariableBinaryArray a, VariableBinaryArray b):
                return a.GetBytes(leftRow).SequenceEqual(b.GetBytes(rightRow));
            case (FixedSizeBinaryArray a, FixedSizeBinaryArray b):
                return a.GetBytes(leftRow).SequenceEqual(b.GetBytes(rightRow));
            case (DictionaryArray a, DictionaryArray b):
                return a.GetBytes(leftRow).SequenceEqual(b.GetBytes(rightRow));
            case (ListArray a, ListArray b):
                (int start, int end) = a.GetRange(leftRow);
                (int otherStart, int otherEnd) = b.GetRange(rightRow);
                return end - start == otherEnd - otherStart
                    && Enumerable.Range(0, end - start).All(i => Same(a.Values, start + i, b.Values, otherStart + i));
            case (StructArray a, StructArray b):
                return Enumerable.Range(0, a.Fields.Count).All(i => Same(a.Fields[i], leftRow, b.Fields[i], rightRow));
            default:
                return left.GetType() == right.GetType() && RowText.Value(left, leftRow) == RowText.Value(right, rightRow);
        }
    }
}
