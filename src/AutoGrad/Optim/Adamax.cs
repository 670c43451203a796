using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Adam with the largest recent gradient in the place of the root of the mean square.</summary>
/// <remarks>
/// m = β₁ m + (1 − β₁) g, u = max(β₂ u, |g| + ε), w −= rate/(1 − β₁ᵗ) · m/u, g being the gradient plus weightDecay · w.
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 7.1.
/// </remarks>
public sealed class Adamax : Optimizer
{
    private static readonly string[] s_slots = ["mean", "largest"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the largest gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public Adamax(IEnumerable<Tensor> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) : base(parameters, learningRate)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
    }

    /// <summary>The weight of the past in the mean of gradients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Beta1 { get; set => field = BelowOne(value, nameof(Beta1)); }

    /// <summary>The weight of the past in the largest gradient, in [0, 1).</summary>
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
        var rate = LearningRate / (1 - Math.Pow(Beta1, state.Step));
        UpdateLoop.Run(value, gradient, state[0], state[1], [], new AdamaxUpdate<T>(Lanes<T>(rate), Lanes<T>(Beta1), Lanes<T>(1 - Beta1), Lanes<T>(Beta2), Lanes<T>(Epsilon), Lanes<T>(WeightDecay)));
    }

    private readonly struct AdamaxUpdate<T>(Vector<T> rate, Vector<T> beta1, Vector<T> fresh, Vector<T> beta2, Vector<T> epsilon, Vector<T> decay) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> mean, ref Vector<T> largest, ref Vector<T> slot2)
        {
            var g = gradient + decay * value;
            mean = beta1 * mean + fresh * g;
            largest = Vector.Max(beta2 * largest, Vector.Abs(g) + epsilon);
            value -= rate * mean / largest;
        }
    }
}
