using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps scaled by the ratio of the running size of steps to the running size of gradients.</summary>
/// <remarks>
/// s = ρ s + (1 − ρ) g², Δ = √(a + ε)/√(s + ε) · g, a = ρ a + (1 − ρ) Δ², w −= rate · Δ, g being the gradient plus weightDecay · w.
/// Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
/// </remarks>
public sealed class Adadelta : Optimizer
{
    private static readonly string[] s_slots = ["square", "step"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="rho">The weight of the past in both running means, in [0, 1).</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public Adadelta(IEnumerable<Tensor> parameters, double learningRate = 1, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0) : base(parameters, learningRate)
    {
        Rho = rho;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
    }

    /// <summary>The weight of the past in both running means, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Rho { get; set => field = BelowOne(value, nameof(Rho)); }

    /// <summary>Added to the divisor, so that it is never zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Epsilon { get; set => field = AtLeastZero(value, nameof(Epsilon)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("rho", () => Rho, value => Rho = value),
        new("epsilon", () => Epsilon, value => Epsilon = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state) =>
        UpdateLoop.Run(value, gradient, state[0], state[1], [], new AdadeltaUpdate<T>(Lanes<T>(LearningRate), Lanes<T>(Rho), Lanes<T>(1 - Rho), Lanes<T>(Epsilon), Lanes<T>(WeightDecay)));

    private readonly struct AdadeltaUpdate<T>(Vector<T> rate, Vector<T> rho, Vector<T> fresh, Vector<T> epsilon, Vector<T> decay) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> square, ref Vector<T> step, ref Vector<T> slot2)
        {
            var g = gradient + decay * value;
            square = rho * square + fresh * g * g;
            var delta = Vector.SquareRoot(step + epsilon) / Vector.SquareRoot(square + epsilon) * g;
            step = rho * step + fresh * delta * delta;
            value -= rate * delta;
        }
    }
}
