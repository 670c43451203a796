using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Adam whose adaptive divisor waits until enough gradients were seen for its variance to be known.</summary>
/// <remarks>
/// With ρ∞ = 2/(1 − β₂) − 1 and ρₜ = ρ∞ − 2t β₂ᵗ/(1 − β₂ᵗ): w −= rate · m̂ · r/(√v̂ + ε) once ρₜ &gt; 5, where
/// r² = (ρₜ − 4)(ρₜ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ), and w −= rate · m̂ before; g is the gradient plus weightDecay · w.
/// Liu et al., "On the variance of the adaptive learning rate and beyond", 2020.
/// </remarks>
public sealed class RAdam : Optimizer
{
    private static readonly string[] s_slots = ["mean", "square"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public RAdam(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) : base(parameters, learningRate)
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
    protected override bool IsElementwise => true;

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
        var (correction1, correction2) = (1 - Math.Pow(Beta1, state.Step), 1 - Math.Pow(Beta2, state.Step));
        var limit = 2 / (1 - Beta2) - 1;
        var seen = limit - 2 * state.Step * Math.Pow(Beta2, state.Step) / correction2;
        var known = seen > 5;
        var factor = known ? Math.Sqrt((seen - 4) * (seen - 2) * limit / ((limit - 4) * (limit - 2) * seen)) * Math.Sqrt(correction2) : 1;
        var update = new RAdamUpdate<T>
        {
            Rate = Lanes<T>(LearningRate / correction1 * factor),
            Beta1 = Lanes<T>(Beta1),
            New1 = Lanes<T>(1 - Beta1),
            Beta2 = Lanes<T>(Beta2),
            New2 = Lanes<T>(1 - Beta2),
            Epsilon = Lanes<T>(Epsilon),
            Decay = Lanes<T>(WeightDecay),
            Adaptive = known,
        };
        UpdateLoop.Run(value, gradient, state[0], state[1], [], update);
    }

    private struct RAdamUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Rate, Beta1, New1, Beta2, New2, Epsilon, Decay;
        public bool Adaptive;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> slot2)
        {
            var g = gradient + Decay * value;
            mean = Beta1 * mean + New1 * g;
            square = Beta2 * square + New2 * g * g;
            value -= Adaptive ? Rate * mean / (Vector.SquareRoot(square) + Epsilon) : Rate * mean;
        }
    }
}
