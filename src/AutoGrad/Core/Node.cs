namespace AutoGrad;

/// <summary>A place in the graph: a leaf, or one recorded application of an op.</summary>
/// <remarks>
/// Edges are nodes, not tensors, so only what a rule saved stays alive. <see cref="Order"/> is a Lamport clock: a node's
/// number is larger than its parents' on whichever thread they were made, without a counter that all threads share.
/// </remarks>
internal abstract class Node(Op? op, Shape shape, DType dtype, long order)
{
    [ThreadStatic] private static long s_clock;

    /// <summary>The op that was applied; null for a leaf.</summary>
    public readonly Op? Op = op;

    /// <summary>Creation number; descending order is an order to go backward in.</summary>
    public readonly long Order = order;

    /// <summary>The extents of the result, and of its gradient.</summary>
    public readonly Shape Shape = shape;

    /// <summary>Where a running pass keeps this node; only meaningful to the pass that finds itself there.</summary>
    public int Slot;

    /// <summary>Somebody asked to see the gradient that arrives here (<see cref="GradientHooks"/>). Fits into padding.</summary>
    public bool IsHooked;

    /// <summary>The element type of the result, and of its gradient.</summary>
    public DType DType { get; protected set; } = dtype;

    /// <summary>Number of inputs; 0 for a leaf.</summary>
    public abstract int Count { get; }

    /// <summary>True once a backward pass has been here and dropped what was saved.</summary>
    public abstract bool IsReleased { get; }

    /// <summary>The place of an input in the graph; null if it requires no gradient.</summary>
    public abstract Node? Parent(int input);

    /// <summary>Drops the edges and what was saved.</summary>
    public abstract void Release();

    /// <summary>The creation number of the latest node of this thread.</summary>
    public static long Now => s_clock;

    /// <summary>The next creation number on this thread, larger than <paramref name="parent"/>.</summary>
    protected static long Tick(long parent)
    {
        var order = Math.Max(s_clock, parent) + 1;
        s_clock = order;
        return order;
    }
}

/// <summary>An end of the graph: a tensor that asks for its gradient.</summary>
internal sealed class LeafNode(Shape shape, DType dtype) : Node(null, shape, dtype, 0)
{
    private Tensor? _grad;

    public override int Count => 0;

    public override bool IsReleased => false;

    /// <summary>The accumulated gradient.</summary>
    public Tensor? Grad
    {
        get => Volatile.Read(ref _grad);
        set => Volatile.Write(ref _grad, value);
    }

    /// <summary>Follows its tensor to another element type; a graph recorded before fails when its gradient arrives.</summary>
    public void Retype(DType dtype) => DType = dtype;

    public override Node? Parent(int input) => null;

    // a leaf outlives every pass
    public override void Release() { }
}
