using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Adam that looks ahead by the momentum, as Nesterov's method does.</summary>
/// <remarks>
/// With μₜ = β₁ (1 − 0.96^(t · momentumDecay)/2) and Mₜ = Π μᵢ: w −= rate · ((1 − μₜ)/(1 − Mₜ) · g + μₜ₊₁/(1 − Mₜ μₜ₊₁) · m)/(√v̂ + ε),
/// where m and v̂ are those of <see cref="Adam"/> and g is the gradient plus weightDecay · w.
/// Dozat, "Incorporating Nesterov momentum into Adam", 2016.
/// </remarks>
public sealed class NAdam : Optimizer
{
    private static readonly string[] s_slots = ["mean", "square"];

    private readonly Lock _gate = new();
    private readonly List<double> _products = [1];
    private (double, double) _productsOf;

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The weight of the past in the mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <param name="momentumDecay">How fast the momentum grows to its full size.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public NAdam(IEnumerable<Tensor> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3) : base(parameters, learningRate)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
        MomentumDecay = momentumDecay;
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

    /// <summary>How fast the momentum grows to its full size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double MomentumDecay { get; set => field = AtLeastZero(value, nameof(MomentumDecay)); }

    /// <summary>
    /// Whether Mₜ μₜ₊₁ is multiplied by μₜ once more, as PyTorch did up to version 1.13: for reproducing its curves. False unless set.
    /// </summary>
    public bool CountsMomentumTwice { get; init; }

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
        new("momentumDecay", () => MomentumDecay, value => MomentumDecay = value),
        OptimizerSetting.Fixed("countsMomentumTwice", CountsMomentumTwice),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var (now, next) = (Momentum(state.Step), Momentum(state.Step + 1));
        var product = Product(state.Step);
        var update = new NAdamUpdate<T>
        {
            OfGradient = Lanes<T>(LearningRate * (1 - now) / (1 - product)),
            OfMean = Lanes<T>(LearningRate * next / (1 - product * next * (CountsMomentumTwice ? now : 1))),
            Beta1 = Lanes<T>(Beta1),
            New1 = Lanes<T>(1 - Beta1),
            Beta2 = Lanes<T>(Beta2),
            New2 = Lanes<T>(1 - Beta2),
            Correction = Lanes<T>(1 - Math.Pow(Beta2, state.Step)),
            Epsilon = Lanes<T>(Epsilon),
            Decay = Lanes<T>(WeightDecay),
        };
        UpdateLoop.Run(value, gradient, state[0], state[1], [], update);
    }

    private double Momentum(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));

    // pieces of a parameter ask at the same time
    private double Product(long step)
    {
        lock (_gate)
        {
            if (_productsOf != (Beta1, MomentumDecay)) _products.RemoveRange(1, _products.Count - 1);
            _productsOf = (Beta1, MomentumDecay);
            while (_products.Count <= step) _products.Add(_products[^1] * Momentum(_products.Count));
            return _products[(int)step];
        }
    }

    private struct NAdamUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> OfGradient, OfMean, Beta1, New1, Beta2, New2, Correction, Epsilon, Decay;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> slot2)
        {
            var g = gradient + Decay * value;
            mean = Beta1 * mean + New1 * g;
            square = Beta2 * square + New2 * g * g;
            value -= (OfGradient * g + OfMean * mean) / (Vector.SquareRoot(square / Correction) + Epsilon);
        }
    }
}
