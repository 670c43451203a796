using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Recurrent weights with the inputs of a sum below one another, as the products of all steps read them.</summary>
internal readonly unsafe ref struct RecurrentWeightColumns<T> where T : unmanaged, INumber<T>
{
    // rows at a power of two from each other would share few sets of the cache
    private const int Gap = 16;

    private readonly Scratch<T> _held;

    private RecurrentWeightColumns(Scratch<T> held, int stride)
    {
        _held = held;
        Stride = stride;
    }

    /// <summary>The first row.</summary>
    public T* Pointer => _held.Pointer;

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The columns of a weight [width, hidden]; to be disposed.</summary>
    public static RecurrentWeightColumns<T> Of(RecurrentPlan plan, ReadOnlySpan<T> weight)
    {
        var stride = (plan.Width + Gap - 1) / Gap * Gap + Gap;
        var held = new Scratch<T>((long)plan.Hidden * stride);
        fixed (T* rows = weight) TransposedRows.Copy(rows, plan.Hidden, plan.Width, plan.Hidden, held.Pointer, stride);
        return new RecurrentWeightColumns<T>(held, stride);
    }

    public void Dispose() => _held.Dispose();
}
