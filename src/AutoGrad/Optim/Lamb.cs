using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Adam's steps, as long as the parameter is: for large batches.</summary>
/// <remarks>
/// With m̂ and v̂ as in <see cref="Adam"/>, r = m̂/(√v̂ + ε) + weightDecay · w and w −= rate · ‖w‖/‖r‖ · r, the norms being of the whole parameter;
/// the ratio is 1 where one of them is zero.
/// You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020.
/// </remarks>
public sealed class Lamb : Optimizer
{
    private static readonly string[] s_slots = ["mean", "square"];

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its step, before the step gets its length.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public Lamb(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0.01) : base(parameters, learningRate)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
    }

    /// <summary>The weight of the past in the mean of gradients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Beta1 { get; set => field = BelowOne(value, nameof(Beta1)); }

    /// <summary>The weight of the past in the mean of squares.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Beta2 { get; set => field = BelowOne(value, nameof(Beta2)); }

    /// <summary>Added to the divisor, so that it is never zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Epsilon { get; set => field = AtLeastZero(value, nameof(Epsilon)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Beta1; set => Beta1 = value ?? Beta1; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("beta2", () => Beta2, value => Beta2 = value),
        new("epsilon", () => Epsilon, value => Epsilon = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var held = ArrayPool<T>.Shared.Rent(value.Length);
        var direction = held.AsSpan(0, value.Length);
        UpdateLoop.Run(value, gradient, state[0], state[1], direction, new LambUpdate<T>
        {
            Beta1 = Lanes<T>(Beta1),
            New1 = Lanes<T>(1 - Beta1),
            Beta2 = Lanes<T>(Beta2),
            New2 = Lanes<T>(1 - Beta2),
            Correction1 = Lanes<T>(1 - Math.Pow(Beta1, state.Step)),
            Correction2 = Lanes<T>(1 - Math.Pow(Beta2, state.Step)),
            Epsilon = Lanes<T>(Epsilon),
            Decay = Lanes<T>(WeightDecay),
        });
        var (size, length) = (T.Sqrt(LineSums.Dot<T>(value, value)), T.Sqrt(LineSums.Dot<T>(direction, direction)));
        var ratio = size > T.Zero && length > T.Zero ? size / length : T.One;
        TensorPrimitives.MultiplyAdd(direction, T.CreateTruncating(-LearningRate) * ratio, value, value);
        ArrayPool<T>.Shared.Return(held);
    }

    private struct LambUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Beta1, New1, Beta2, New2, Correction1, Correction2, Epsilon, Decay;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> direction)
        {
            mean = Beta1 * mean + New1 * gradient;
            square = Beta2 * square + New2 * gradient * gradient;
            direction = mean / Correction1 / (Vector.SquareRoot(square / Correction2) + Epsilon) + Decay * value;
        }
    }
}
