using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps divided by the root of the running mean of squared gradients.</summary>
/// <remarks>
/// s = α s + (1 − α) g², w −= rate · g/(√s + ε), g being the gradient plus weightDecay · w; centered, the mean gradient squared is taken off s;
/// with momentum, b = momentum · b + g/(√s + ε) and w −= rate · b.
/// Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012; centered: Graves, "Generating sequences with recurrent neural networks", 2013.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    private static readonly string[] s_slots = ["square", "velocity", "mean"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="alpha">The weight of the past in the running means, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <param name="momentum">The share of the velocity that stays; 0 for none.</param>
    /// <param name="centered">Divide by the running standard deviation instead of the root mean square.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public RmsProp(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false) : base(parameters, learningRate)
    {
        Alpha = alpha;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
        Momentum = momentum;
        Centered = centered;
    }

    /// <summary>The weight of the past in the running means, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Alpha { get; set => field = BelowOne(value, nameof(Alpha)); }

    /// <summary>Added to the divisor, so that it is never zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Epsilon { get; set => field = AtLeastZero(value, nameof(Epsilon)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <summary>The share of the velocity that stays; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Momentum { get; set => field = AtLeastZero(value, nameof(Momentum)); }

    /// <summary>Divide by the running standard deviation instead of the root mean square.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Momentum; set => Momentum = value ?? Momentum; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("alpha", () => Alpha, value => Alpha = value),
        new("epsilon", () => Epsilon, value => Epsilon = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
        OptimizerSetting.Fixed("centered", Centered),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots.AsSpan(0, Centered ? 3 : 2);

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state) =>
        UpdateLoop.Run(value, gradient, state[0], state[1], Centered ? state[2] : [], new RmsPropUpdate<T>
        {
            Rate = Lanes<T>(LearningRate),
            Alpha = Lanes<T>(Alpha),
            New = Lanes<T>(1 - Alpha),
            Epsilon = Lanes<T>(Epsilon),
            Decay = Lanes<T>(WeightDecay),
            Momentum = Lanes<T>(Momentum),
            Centered = Centered,
        });

    private struct RmsPropUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Rate, Alpha, New, Epsilon, Decay, Momentum;
        public bool Centered;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> square, ref Vector<T> velocity, ref Vector<T> mean)
        {
            var g = gradient + Decay * value;
            square = Alpha * square + New * g * g;
            if (Centered) mean = Alpha * mean + New * g;
            var variance = Centered ? square - mean * mean : square;
            velocity = Momentum * velocity + g / (Vector.SquareRoot(variance) + Epsilon);
            value -= Rate * velocity;
        }
    }
}
