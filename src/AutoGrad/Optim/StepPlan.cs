using System.Runtime.InteropServices;

namespace AutoGrad.Optim;

/// <summary>How one step of an optimizer splits into parts of about the same size, by the sizes of the parameters alone.</summary>
/// <remarks>Many small parameters are one part, a large one is many: the step is one fork.</remarks>
internal sealed class StepPlan
{
    private const int PartSize = 1 << 15;

    private readonly List<StepChunk> _chunks = [];
    private readonly List<int> _ends = [];
    private int _open;

    /// <summary>Parts planned.</summary>
    public int Parts => _ends.Count;

    /// <summary>The pieces of a part.</summary>
    public ReadOnlySpan<StepChunk> this[int part] => CollectionsMarshal.AsSpan(_chunks)[(part == 0 ? 0 : _ends[part - 1]).._ends[part]];

    public void Clear()
    {
        _chunks.Clear();
        _ends.Clear();
        _open = 0;
    }

    /// <summary>Plans a parameter.</summary>
    public void Add(int parameter, int size, bool split)
    {
        var start = 0;
        do
        {
            var count = split ? Math.Min(size - start, PartSize - _open) : size;
            _chunks.Add(new StepChunk(parameter, start, count));
            if (_open == 0) _ends.Add(_chunks.Count);
            else _ends[^1] = _chunks.Count;
            start += count;
            _open = _open + count >= PartSize ? 0 : _open + count;
        }
        while (start < size);
    }
}
