using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps scaled by running means of the gradient and of its square.</summary>
/// <remarks>
/// <para>m = β₁ m + (1 − β₁) g and v = β₂ v + (1 − β₂) g², both corrected for their start at zero by 1 − βᵗ; then
/// w −= rate · m̂/(√v̂ + ε). With amsgrad the largest v so far takes the place of v. Weight decay is added to the
/// gradient; see <see cref="AdamW"/> for decay apart from it.</para>
/// <para>Kingma and Ba, "Adam: a method for stochastic optimization", 2015; Reddi et al., "On the convergence of Adam and beyond", 2018.</para>
/// </remarks>
public class Adam : Optimizer
{
    private static readonly string[] s_slots = ["mean", "square", "largestSquare"];
    private readonly bool _decoupled;

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <param name="amsgrad">Divide by the largest mean of squares so far.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a beta is outside [0, 1).</exception>
    public Adam(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: false) { }

    private protected Adam(IEnumerable<Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool amsgrad, bool decoupled)
        : base(parameters, learningRate)
    {
        (Beta1, Beta2, Epsilon, WeightDecay, Amsgrad, _decoupled) = (beta1, beta2, epsilon, weightDecay, amsgrad, decoupled);
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

    /// <summary>Whether the largest mean of squares so far is the divisor.</summary>
    public bool Amsgrad { get; }

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Beta1; set => Beta1 = value ?? Beta1; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("beta2", () => Beta2, value => Beta2 = value),
        new("epsilon", () => Epsilon, value => Epsilon = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
        OptimizerSetting.Fixed("amsgrad", Amsgrad),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots.AsSpan(0, Amsgrad ? 3 : 2);

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var (correction1, correction2) = (1 - Math.Pow(Beta1, state.Step), 1 - Math.Pow(Beta2, state.Step));
        var update = new AdamUpdate<T>
        {
            Shrink = Lanes<T>(_decoupled ? 1 - LearningRate * WeightDecay : 1),
            Decay = Lanes<T>(_decoupled ? 0 : WeightDecay),
            Beta1 = Lanes<T>(Beta1),
            Beta2 = Lanes<T>(Beta2),
            New1 = Lanes<T>(1 - Beta1),
            New2 = Lanes<T>(1 - Beta2),
            Rate = Lanes<T>(LearningRate / correction1),
            Scale = Lanes<T>(1 / Math.Sqrt(correction2)),
            Epsilon = Lanes<T>(Epsilon),
            Amsgrad = Amsgrad,
        };
        UpdateLoop.Run(value, gradient, state[0], state[1], Amsgrad ? state[2] : [], update);
    }

    private struct AdamUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Shrink, Decay, Beta1, Beta2, New1, New2, Rate, Scale, Epsilon;
        public bool Amsgrad;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> largest)
        {
            var w = value * Shrink;
            var g = gradient + Decay * w;
            var m = Beta1 * mean + New1 * g;
            var v = Beta2 * square + New2 * g * g;
            (mean, square) = (m, v);
            if (Amsgrad) largest = v = Vector.Max(largest, v);
            value = w - Rate * m / (Vector.SquareRoot(v) * Scale + Epsilon);     // one division: the second is what takes time
        }
    }
}
