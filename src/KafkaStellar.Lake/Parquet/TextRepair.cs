using System.Text.Unicode;
using KafkaStellar.Arrow;

namespace KafkaStellar.Lake;

/// <summary>Makes every text of a batch UTF-8: bytes that are not become U+FFFD, as Unicode recommends (each ill-formed part one U+FFFD).</summary>
/// <remarks>
/// What is extracted is UTF-8 already; a topic may still hold what an older program, or another's, wrote there. A Parquet string must be UTF-8 and DuckDB
/// refuses a batch with anything else. Columns of text and of dictionary-encoded text are repaired; text inside lists and structs is left to DuckDB's refusal.
/// </remarks>
internal static class TextRepair
{
    /// <summary>The batch itself where all is well, else a repaired one; either is the caller's, the other is disposed.</summary>
    /// <param name="batch">Taken over.</param>
    /// <param name="repaired">How many values were changed.</param>
    internal static RecordBatch Apply(RecordBatch batch, out long repaired)
    {
        repaired = 0;
        bool[] isIll = [.. batch.Arrays.Select(IsIllFormed)];
        if (!isIll.Contains(true)) return batch;
        using (batch)
        {
            var columns = new List<IArrowArray>();
            for (int i = 0; i < batch.ColumnCount; i++)
                columns.Add(isIll[i] ? Repair(batch.Column(i), ref repaired) : ArrowArrayFactory.Slice(batch.Column(i), 0, batch.Length));
            return new RecordBatch(batch.Schema, columns, batch.Length);
        }
    }

    private static bool IsIllFormed(IArrowArray column) => column switch
    {
        DictionaryArray dictionary => !dictionary.Dictionary.IsWellFormed,
        StringArray text => !text.IsWellFormed,
        _ => false,
    };

    // A builder repairs by itself what it is given; here it is only counted.
    private static IArrowArray Repair(IArrowArray column, ref long repaired)
    {
        if (column is DictionaryArray dictionary)
        {
            using var builder = new DictionaryArray.Builder((Arrow.Types.DictionaryType)dictionary.Data.DataType);
            for (int i = 0; i < dictionary.Length; i++)
            {
                if (dictionary.IsNull(i)) builder.AppendNull();
                else builder.Append(Counted(dictionary.GetBytes(i), ref repaired));
            }

            return builder.Build();
        }

        var text = (StringArray)column;
        using var texts = new StringArray.Builder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text.IsNull(i)) texts.AppendNull();
            else texts.Append(Counted(text.GetBytes(i), ref repaired));
        }

        return texts.Build();
    }

    private static ReadOnlySpan<byte> Counted(ReadOnlySpan<byte> text, ref long repaired)
    {
        if (!Utf8.IsValid(text)) repaired++;
        return text;
    }
}
