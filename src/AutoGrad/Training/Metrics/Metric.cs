namespace AutoGrad.Training;

/// <summary>A figure by which people judge a model, gathered batch by batch; nothing here is differentiated.</summary>
/// <remarks>
/// <code>
/// var accuracy = new Accuracy();
/// foreach (var (x, y) in test) accuracy.Update(model.Call(x), y);
/// Console.WriteLine(accuracy.Value);
/// </code>
/// </remarks>
public abstract class Metric
{
    /// <summary>What it is called in reports: the class's name unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The figure over all that was seen; NaN before anything was.</summary>
    public abstract double Value { get; }

    /// <summary>Whether more is better.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>Forgets all that was seen.</summary>
    public abstract void Reset();

    /// <summary>Takes a batch into account: all of it, or nothing if it is refused.</summary>
    /// <param name="output">What the model says.</param>
    /// <param name="target">What would be right.</param>
    /// <exception cref="ArgumentException">Shapes or element types do not fit, or a target is out of range.</exception>
    public abstract void Update(Tensor output, Tensor target);

    /// <summary>The class numbers of a tensor.</summary>
    private protected static long[] Classes(Tensor target) => target.DType == DType.Int64 ? target.ToArray<long>() : target.To(DType.Int64).ToArray<long>();

    /// <summary>The floating elements of a tensor.</summary>
    private protected static double[] Numbers(Tensor x) => x.DType == DType.Float64 ? x.ToArray<double>() : x.To(DType.Float64).ToArray<double>();

    /// <summary>Scores of classes, [rows, classes], and the right class of each row, [rows].</summary>
    private protected (int Rows, int Classes, long[] Targets) CheckClasses(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (output.Rank != 2 || target.Rank != 1 || target.Shape[0] != output.Shape[0])
            throw new ShapeMismatchException(Name, output.Shape, target.Shape, "the scores must be [rows, classes] and the targets [rows]");
        if (!output.DType.IsFloating) throw new ArgumentException($"{Name}: the scores must be Float32 or Float64, not {output.DType}.", nameof(output));
        if (!target.DType.IsInteger) throw new ArgumentException($"{Name}: targets are class numbers, Int64 or Int32, not {target.DType}.", nameof(target));
        var targets = Classes(target);
        for (var i = 0; i < targets.Length; i++)
            if (targets[i] < 0 || targets[i] >= output.Shape[1]) throw new ArgumentException($"{Name}: the target {targets[i]} in row {i} is no class: there are {output.Shape[1]}, from 0.", nameof(target));
        return (output.Shape[0], output.Shape[1], targets);
    }

    /// <summary>Two floating tensors of one shape.</summary>
    private protected (double[] Output, double[] Target) CheckNumbers(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (output.Shape != target.Shape) throw new ShapeMismatchException(Name, output.Shape, target.Shape, "predictions and targets must have the same shape");
        if (!output.DType.IsFloating || !target.DType.IsFloating) throw new ArgumentException($"{Name}: predictions and targets must be Float32 or Float64, not {output.DType} and {target.DType}.", nameof(output));
        return (Numbers(output), Numbers(target));
    }
}
