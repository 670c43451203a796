using System.Text;

namespace AutoGrad.Kernels.Generator;

/// <summary>Lines of C# with their indentation.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line) => _text.Append(' ', 4 * _depth).Append(line).Append('\n');

    /// <summary>Opens a brace, closed by disposing.</summary>
    public IDisposable Block()
    {
        Line("{");
        _depth++;
        return new Brace(this);
    }

    public override string ToString() => _text.ToString();

    private sealed class Brace(CodeWriter code) : IDisposable
    {
        public void Dispose()
        {
            code._depth--;
            code.Line("}");
        }
    }
}
