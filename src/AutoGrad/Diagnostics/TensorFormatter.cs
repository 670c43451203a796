using System.Globalization;
using System.Text;

namespace AutoGrad.Diagnostics
{
    /// <summary>Writes a tensor as nested brackets, the columns lined up; the middle of large ones is left out.</summary>
    internal sealed class TensorFormatter
    {
        private const int SummaryAbove = 1000, EdgeItems = 3, LineWidth = 80;

        private readonly Tensor _tensor;
        private readonly bool _summarize;
        private readonly StringBuilder _text = new();
        private readonly List<string> _elements = [];
        private int _next, _width;

        private TensorFormatter(Tensor tensor) => (_tensor, _summarize) = (tensor, tensor.Size > SummaryAbove);

        /// <summary>All rows.</summary>
        /// <param name="tensor">What to write.</param>
        /// <param name="precision">Digits after the point.</param>
        public static string Write(Tensor tensor, int precision)
        {
            var formatter = new TensorFormatter(tensor);
            var shown = new List<int>();
            formatter.Choose(0, 0, shown);
            formatter.WriteElements(shown, precision);
            if (tensor.Size > 0) formatter.WriteAxis(0);
            else formatter._text.Append("[]");
            if (tensor.Size == 0 && tensor.Rank > 1) formatter._text.Append(CultureInfo.InvariantCulture, $" {tensor.Shape}");
            if (tensor.DType != DType.Float32) formatter._text.Append(CultureInfo.InvariantCulture, $" {tensor.DType}");
            return formatter._text.ToString();
        }

        /// <summary>Element type, shape and the first elements, on one line.</summary>
        public static string WriteShort(Tensor tensor)
        {
            var shown = new List<int>();
            for (var i = 0; i < Math.Min(tensor.Size, 2 * EdgeItems); i++) shown.Add(i);
            var formatter = new TensorFormatter(tensor);
            formatter.WriteElements(shown, precision: 4);
            if (tensor.Size > shown.Count) formatter._elements.Add("...");
            return $"{tensor.DType} {tensor.Shape} {{ {string.Join(", ", formatter._elements)}{(tensor.Size > 0 ? " }" : "}")}";
        }

        /// <summary>Collects the positions that will be shown, in order.</summary>
        private void Choose(int axis, int start, List<int> shown)
        {
            if (axis == _tensor.Rank)
            {
                shown.Add(start);
                return;
            }
            var extent = _tensor.Shape[axis];
            for (var i = 0; i < extent; i++)
            {
                if (LeavesOut(extent) && i == EdgeItems) i = extent - EdgeItems;
                Choose(axis + 1, start * extent + i, shown);
            }
        }

        private bool LeavesOut(int extent) => _summarize && extent > 2 * EdgeItems;

        private void WriteElements(List<int> shown, int precision)
        {
            var floats = _tensor.DType.IsFloating ? shown.ConvertAll(_tensor.ElementAt) : [];
            var format = NumberFormat.For(floats, precision);
            for (var k = 0; k < shown.Count; k++)
            {
                var element = _tensor.DType switch
                {
                    DType.Bool => _tensor.Span<bool>()[shown[k]] ? "true" : "false",
                    DType.Int64 => _tensor.Span<long>()[shown[k]].ToString(CultureInfo.InvariantCulture),
                    DType.Int32 => _tensor.Span<int>()[shown[k]].ToString(CultureInfo.InvariantCulture),
                    _ => format.Write(floats[k]),
                };
                _elements.Add(element);
                _width = Math.Max(_width, element.Length);
            }
        }

        private void WriteAxis(int axis)
        {
            if (axis == _tensor.Rank)
            {
                // a scalar stands alone
                _text.Append(_tensor.Rank == 0 ? _elements[_next++] : _elements[_next++].PadLeft(_width));
                return;
            }
            var extent = _tensor.Shape[axis];
            var inner = axis == _tensor.Rank - 1;
            _text.Append('[');
            for (var i = 0; i < extent; i++)
            {
                if (i > 0) WriteSeparator(axis, inner, i);
                if (LeavesOut(extent) && i == EdgeItems)
                {
                    _text.Append("...");
                    WriteSeparator(axis, inner, i + 1);
                    i = extent - EdgeItems;
                }
                WriteAxis(axis + 1);
            }
            _text.Append(']');
        }

        private void WriteSeparator(int axis, bool inner, int i)
        {
            _text.Append(',');
            var perLine = Math.Max(1, (LineWidth - _tensor.Rank) / (_width + 2));
            if (inner && (_summarize || i % perLine != 0))
            {
                _text.Append(' ');
                return;
            }
            // a blank line between matrices, two between blocks of them, as numpy does
            _text.Append('\n', inner ? 1 : _tensor.Rank - 1 - axis).Append(' ', axis + 1);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        private string DebuggerText => Diagnostics.TensorFormatter.WriteShort(this);

        /// <summary>The elements in nested brackets, columns lined up, with 4 digits after the point; the middle of more than 1,000 elements is left out.</summary>
        /// <remarks>An element type other than Float32 is named at the end. The same on every culture.</remarks>
        public override string ToString() => ToString(precision: 4);

        /// <summary>The elements in nested brackets, with a number of digits after the point.</summary>
        /// <param name="precision">From 0 to 17; whole numbers are written without a point.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="precision"/> is outside 0..17.</exception>
        public string ToString(int precision)
        {
            if (precision is < 0 or > 17) throw new ArgumentOutOfRangeException(nameof(precision), precision, "ToString: from 0 to 17 digits can stand after the point.");
            return Diagnostics.TensorFormatter.Write(this, precision);
        }
    }
}
