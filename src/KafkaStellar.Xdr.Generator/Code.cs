using System.Text;

namespace KafkaStellar.Xdr.Generator;

/// <summary>C# text that keeps its own indentation.</summary>
public sealed class Code
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>A line, or an empty one.</summary>
    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
    }

    /// <summary>A line and the brace after it.</summary>
    public void Open(string text)
    {
        Line(text);
        Line("{");
        _depth++;
    }

    /// <summary>The brace that ends it, with what follows.</summary>
    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
