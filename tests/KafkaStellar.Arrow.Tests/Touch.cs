namespace KafkaStellar.Arrow.Tests;

/// <summary>Looks at every value of a batch, whatever it means: nothing that the reader let through may fail here.</summary>
internal static class Touch
{
    public static void All(RecordBatch batch)
    {
        foreach (IArrowArray column in batch.Arrays)
            All(column);
    }

    private static void All(IArrowArray array)
    {
        for (int row = 0; row < array.Length; row++)
        {
            _ = array.IsNull(row);
            _ = array switch
            {
                VariableBinaryArray values => values.GetBytes(row).Length,
                FixedSizeBinaryArray values => values.GetBytes(row).Length,
                DictionaryArray values => values.GetBytes(row).Length,
                BooleanArray values => values.GetValue(row) == true ? 1 : 0,
                UInt32Array values => values.GetValue(row) ?? 0,
                UInt64Array values => (long)values.GetValue(row).GetValueOrDefault(),
                Int32Array values => values.GetValue(row) ?? 0,
                Int64Array values => values.GetValue(row) ?? 0,
                TimestampArray values => values.GetValue(row) ?? 0,
                Decimal128Array values => values.GetString(row)?.Length ?? 0,
                ListArray values => values.GetValueLength(row),
                _ => 0,
            };
        }

        if (array is ListArray list)
            Elements(list);
        if (array is StructArray pair)
            pair.Fields.ToList().ForEach(All);
    }

    private static void Elements(ListArray array)
    {
        for (int row = 0; row < array.Length; row++)
        {
            using IArrowArray? values = array.GetSlicedValues(row);
            if (values is not null)
                All(values);
        }
    }
}
