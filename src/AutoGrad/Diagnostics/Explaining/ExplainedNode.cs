namespace AutoGrad.Diagnostics;

/// <summary>What a node of an explanation is.</summary>
public enum ExplainedKind
{
    /// <summary>Data: no gradient goes there.</summary>
    Constant,

    /// <summary>A leaf that asks for its gradient: a parameter, or an input with <c>WithGrad()</c>.</summary>
    Leaf,

    /// <summary>The result of an op.</summary>
    Result,
}

/// <summary>One tensor of an explanation: where it came from, and what came back to it.</summary>
public sealed class ExplainedNode
{
    internal ExplainedNode(int id, ExplainedKind kind, string name, bool isNamed, string op, string module, Shape shape, DType dtype) =>
        (Id, Kind, Name, IsNamed, Op, Module, Shape, DType) = (id, kind, name, isNamed, op, module, shape, dtype);

    /// <summary>Its place in <see cref="Explanation.Nodes"/>.</summary>
    public int Id { get; }

    /// <summary>What it is.</summary>
    public ExplainedKind Kind { get; }

    /// <summary>The name it was given, or a short one made up: <c>v7</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the program gave the name.</summary>
    public bool IsNamed { get; }

    /// <summary>The op that computed it; empty for a leaf or a constant.</summary>
    public string Op { get; }

    /// <summary>The op's formula, such as <c>y = 1 / (1 + e⁻ˣ)</c>; empty where it is not known.</summary>
    public string Formula { get; internal init; } = "";

    /// <summary>The dotted path of the module it ran in; of a parameter, of the module that owns it; empty for none.</summary>
    public string Module { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The value; null where the tape does not keep it and nothing recorded it, and for an op of several results.</summary>
    public ExplainedTensor? Value { get; internal set; }

    /// <summary>What it was computed from, in the order of the op's inputs.</summary>
    public IReadOnlyList<ExplainedInput> Inputs { get; internal set; } = [];

    /// <summary>The gradient of the result with respect to this: the sum over <see cref="Paths"/>. Null before Backward and for constants.</summary>
    public ExplainedTensor? Gradient { get; internal set; }

    /// <summary>What reached this through each use of it, in the order of the backward pass. Several at a fan-out.</summary>
    public IReadOnlyList<ExplainedPath> Paths { get; internal set; } = [];

    /// <summary>The value has NaN or infinities and no input has: they arose here.</summary>
    public bool IsNonFiniteOrigin { get; internal set; }

    /// <summary>How <see cref="Gradient"/> compares with central differences; null where that was not asked for.</summary>
    public ExplainedCheck? Check { get; internal set; }
}

/// <summary>One input of a step, and the link of the chain rule that leads back to it.</summary>
public sealed class ExplainedInput
{
    internal ExplainedInput(int node) => Node = node;

    /// <summary>The <see cref="ExplainedNode.Id"/> of the input.</summary>
    public int Node { get; }

    /// <summary>The op's rule for this input, where g is the gradient that arrives: <c>dx = g y (1 − y)</c>. Empty where it is not known.</summary>
    public string Rule { get; internal set; } = "";

    /// <summary>The derivative of the result by this input, number by number, in the result's shape; null for an op that does not work element by element.</summary>
    public ExplainedTensor? Derivative { get; internal set; }

    /// <summary>What goes back to the input on this path: upstream gradient times derivative, in the input's shape. Null before Backward and for constants.</summary>
    public ExplainedTensor? Product { get; internal set; }

    /// <summary>How the shapes meet: what was broadcast and is summed on the way back, the extents of a matrix product. Empty for equal shapes.</summary>
    public string Shapes { get; internal set; } = "";

    /// <summary>The product has NaN or infinities and the gradient that arrived has not: they arose here.</summary>
    public bool IsNonFiniteOrigin { get; internal set; }
}

/// <summary>One way the gradient came to a node.</summary>
/// <param name="Node">The <see cref="ExplainedNode.Id"/> of the step that used it.</param>
/// <param name="Input">Which of that step's inputs it was.</param>
/// <param name="Product">What came back.</param>
public sealed record ExplainedPath(int Node, int Input, ExplainedTensor Product);

/// <summary>A gradient beside central differences, (f(x + h) − f(x − h)) / 2h, computed by running the recorded steps again in double precision.</summary>
/// <param name="Positions">The elements that were compared; all, unless there are many.</param>
/// <param name="Differences">The difference quotient of each.</param>
/// <param name="Agrees">Each is within tolerance of the gradient.</param>
/// <param name="Reason">Why nothing was compared; empty where something was.</param>
public sealed record ExplainedCheck(IReadOnlyList<int> Positions, IReadOnlyList<double> Differences, bool Agrees, string Reason);
