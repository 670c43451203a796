namespace AutoGrad.Optim;

/// <summary>What an optimizer keeps for one parameter.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct ParameterState<T> where T : unmanaged
{
    private readonly ReadOnlySpan<Tensor> _slots;
    private readonly int _start, _count;

    internal ParameterState(ReadOnlySpan<Tensor> slots, long step, Shape shape, int start, int count)
    {
        _slots = slots;
        (Step, Shape) = (step, shape);
        (_start, _count) = (start, count);
    }

    /// <summary>The number of this step of this parameter; 1 at its first, when all slots are zero.</summary>
    public long Step { get; }

    /// <summary>The shape of the whole parameter.</summary>
    public Shape Shape { get; }

    /// <summary>The elements of a slot that belong to the values at hand, in the order of <see cref="Optimizer.SlotNames"/>; all of a slot in a shape of its own.</summary>
    /// <param name="slot">Which slot, from 0.</param>
    public Span<T> this[int slot] => _slots[slot].Size == Shape.Size ? _slots[slot].Span<T>().Slice(_start, _count) : _slots[slot].Span<T>();
}
