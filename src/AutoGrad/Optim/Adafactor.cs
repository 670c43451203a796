using System.Buffers;
using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps divided by the root of a mean of squares that is kept as one number a row and one a column: little memory.</summary>
/// <remarks>
/// <para>With β = t^decay and means over columns and rows r ← r + β (mean(g²) − r), c likewise: v = r cᵀ/mean(r), u = g/√v, and
/// w −= α u/max(1, RMS(u)/threshold) with α = max(ε₂, RMS(w)) · min(rate, 1/√t). A parameter of one axis keeps all of v. Of more than two axes,
/// each matrix of the last two is treated so; r and c are the slots "row" and "column".</para>
/// <para>Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018, in PyTorch's form.</para>
/// </remarks>
public sealed class Adafactor : Optimizer
{
    // a parameter of one axis has its means in "row", and nothing in "column"
    private static readonly string[] s_slots = ["row", "column"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The largest relative step.</param>
    /// <param name="beta2Decay">The power of the step number that is the weight of the present in the means: 0 or below.</param>
    /// <param name="epsilon1">The least divisor of a step; null for the smallest difference between numbers near 1.</param>
    /// <param name="epsilon2">The least size that a parameter counts with.</param>
    /// <param name="clippingThreshold">Steps with a larger root of the mean of squares are made smaller.</param>
    /// <param name="weightDecay">The share of a parameter that is taken off each step, before the rate.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or has the wrong sign.</exception>
    public Adafactor(
        IEnumerable<Tensor> parameters, double learningRate = 1e-2, double beta2Decay = -0.8, double? epsilon1 = null, double epsilon2 = 1e-3, double clippingThreshold = 1, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        if (!(beta2Decay is <= 0 and > double.NegativeInfinity)) throw new ArgumentOutOfRangeException(nameof(beta2Decay), beta2Decay, "beta2Decay must be finite and not positive.");
        if (!(clippingThreshold >= 1) || double.IsInfinity(clippingThreshold)) throw new ArgumentOutOfRangeException(nameof(clippingThreshold), clippingThreshold, "clippingThreshold must be finite and at least 1.");
        (Beta2Decay, Epsilon1, Epsilon2) = (beta2Decay, epsilon1 is { } e ? AtLeastZero(e, nameof(epsilon1)) : null, AtLeastZero(epsilon2, nameof(epsilon2)));
        (ClippingThreshold, WeightDecay) = (clippingThreshold, weightDecay);
    }

    /// <summary>The power of the step number that is the weight of the present in the means.</summary>
    public double Beta2Decay { get; }

    /// <summary>The least divisor of a step; null for the smallest difference between numbers near 1.</summary>
    public double? Epsilon1 { get; }

    /// <summary>The least size that a parameter counts with.</summary>
    public double Epsilon2 { get; }

    /// <summary>Steps with a larger root of the mean of squares are made smaller.</summary>
    public double ClippingThreshold { get; }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        OptimizerSetting.Fixed("beta2Decay", Beta2Decay),
        OptimizerSetting.Fixed("epsilon1", Epsilon1 ?? 0),
        OptimizerSetting.Fixed("epsilon2", Epsilon2),
        OptimizerSetting.Fixed("clippingThreshold", ClippingThreshold),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <summary>Without the last axis, and without the last but one; a parameter of one axis is its own.</summary>
    /// <inheritdoc/>
    protected override Shape SlotShape(int slot, Shape parameter)
    {
        if (parameter.Rank < 2) return slot == 0 ? parameter : [0];
        Span<int> extents = stackalloc int[parameter.Rank - 1];
        parameter.Extents[..^1].CopyTo(extents);
        if (slot == 1) extents[^1] = parameter[^1];
        return new Shape(extents);
    }

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        if (value.IsEmpty) return;
        var epsilon = Epsilon1 is { } e ? T.CreateTruncating(e) : T.BitIncrement(T.One) - T.One;
        var present = T.CreateTruncating(Math.Pow(state.Step, Beta2Decay));
        var alpha = Math.Max(Epsilon2, RootMeanSquare<T>(value)) * Math.Min(LearningRate, 1 / Math.Sqrt(state.Step));
        TensorPrimitives.Multiply(value, T.CreateTruncating(1 - LearningRate * WeightDecay), value);
        var held = ArrayPool<T>.Shared.Rent(value.Length);
        var update = held.AsSpan(0, value.Length);
        if (state.Shape.Rank < 2)
        {
            var square = state[0];
            for (var i = 0; i < square.Length; i++) square[i] += present * (gradient[i] * gradient[i] - square[i]);
            square.CopyTo(update);
        }
        else
        {
            var (rows, columns) = (state.Shape[^2], state.Shape[^1]);
            for (var start = 0; start < value.Length; start += rows * columns)
                Estimate(gradient.Slice(start, rows * columns), state[0].Slice(start / columns, rows), state[1].Slice(start / rows, columns), present, epsilon, update.Slice(start, rows * columns));
        }
        for (var i = 0; i < update.Length; i++) update[i] = gradient[i] / T.Sqrt(T.Max(update[i], epsilon * epsilon));
        var length = Math.Max(1, RootMeanSquare<T>(update) / ClippingThreshold);
        TensorPrimitives.MultiplyAdd(update, T.CreateTruncating(-alpha / length), value, value);
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>Moves the means of the rows and columns of a matrix, and writes their outer product over the mean of the rows.</summary>
    private static void Estimate<T>(ReadOnlySpan<T> gradient, Span<T> rows, Span<T> columns, T present, T epsilon, Span<T> v) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (height, width) = (T.CreateChecked(rows.Length), T.CreateChecked(columns.Length));
        TensorPrimitives.Multiply(columns, T.One - present, columns);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = gradient.Slice(i * columns.Length, columns.Length);
            rows[i] += present * (LineSums.Dot(row, row) / width - rows[i]);
            for (var j = 0; j < row.Length; j++) columns[j] += present / height * row[j] * row[j];
        }
        var mean = T.Max(TensorPrimitives.Sum<T>(rows) / height, epsilon);
        for (var i = 0; i < rows.Length; i++) TensorPrimitives.Multiply(columns, rows[i] / mean, v.Slice(i * columns.Length, columns.Length));
    }

    private static double RootMeanSquare<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Math.Sqrt(double.CreateChecked(LineSums.Dot(x, x)) / x.Length);
}
