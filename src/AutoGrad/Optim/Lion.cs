using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps of one size, in the direction of the sign of a momentum.</summary>
/// <remarks>
/// w −= rate · (sign(β₁ m + (1 − β₁) g) + weightDecay · w), then m = β₂ m + (1 − β₂) g.
/// Chen et al., "Symbolic discovery of optimization algorithms", 2023; the defaults are the paper's.
/// </remarks>
public sealed class Lion : Optimizer
{
    private static readonly string[] s_slots = ["momentum"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the momentum in a step's direction, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the momentum, in [0, 1).</param>
    /// <param name="weightDecay">The share of a parameter that is taken off each step, before the rate.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public Lion(IEnumerable<Tensor> parameters, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0) : base(parameters, learningRate)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        WeightDecay = weightDecay;
    }

    /// <summary>The weight of the momentum in a step's direction, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Beta1 { get; set => field = BelowOne(value, nameof(Beta1)); }

    /// <summary>The weight of the past in the momentum, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Beta2 { get; set => field = BelowOne(value, nameof(Beta2)); }

    /// <summary>The share of a parameter that is taken off each step, before the rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Beta1; set => Beta1 = value ?? Beta1; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
        [new("beta2", () => Beta2, value => Beta2 = value), new("weightDecay", () => WeightDecay, value => WeightDecay = value)];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state) =>
        UpdateLoop.Run(value, gradient, state[0], [], [], new LionUpdate<T>
        {
            Rate = Lanes<T>(LearningRate),
            Shrink = Lanes<T>(1 - LearningRate * WeightDecay),
            Beta1 = Lanes<T>(Beta1),
            New1 = Lanes<T>(1 - Beta1),
            Beta2 = Lanes<T>(Beta2),
            New2 = Lanes<T>(1 - Beta2),
        });

    private struct LionUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Rate, Shrink, Beta1, New1, Beta2, New2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> momentum, ref Vector<T> slot1, ref Vector<T> slot2)
        {
            value = value * Shrink - Rate * Signs.Of(Beta1 * momentum + New1 * gradient);
            momentum = Beta2 * momentum + New2 * gradient;
        }
    }
}
