namespace AutoGrad;

/// <summary>What a rule may look at: the tensors its op declared to save, and the shapes of its inputs.</summary>
public readonly ref struct Saved
{
    private readonly OpNode _node;

    internal Saved(OpNode node) => _node = node;

    /// <summary>The output, if the op saves it.</summary>
    /// <exception cref="InvalidOperationException">It was not declared.</exception>
    public Tensor Y => _node.SavedOutput;

    /// <summary>An input, if the op saves it.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <exception cref="InvalidOperationException">It was not declared, or its elements have changed since it was saved.</exception>
    public Tensor X(int input = 0) => _node.SavedInput(input);

    /// <summary>The shape of an input that the gradient is asked for.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Shape ShapeOf(int input = 0) => _node.Parent(input)!.Shape;
}
