using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps divided by the root of the sum of all squared gradients so far.</summary>
/// <remarks>
/// s += g², w −= rate/(1 + (t − 1) · rateDecay) · g/(√s + ε), g being the gradient plus weightDecay · w.
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011.
/// </remarks>
public sealed class Adagrad : Optimizer
{
    private static readonly string[] s_slots = ["sum"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="rateDecay">How fast the rate falls with the number of steps.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <param name="initialSum">What the sum of squares starts from.</param>
    /// <param name="epsilon">Added to the divisor, so that it is never zero.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Adagrad(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double rateDecay = 0, double weightDecay = 0, double initialSum = 0, double epsilon = 1e-10) : base(parameters, learningRate)
    {
        RateDecay = rateDecay;
        WeightDecay = weightDecay;
        InitialSum = initialSum;
        Epsilon = epsilon;
    }

    /// <summary>How fast the rate falls with the number of steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double RateDecay { get; set => field = AtLeastZero(value, nameof(RateDecay)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <summary>What the sum of squares starts from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double InitialSum { get; set => field = AtLeastZero(value, nameof(InitialSum)); }

    /// <summary>Added to the divisor, so that it is never zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Epsilon { get; set => field = AtLeastZero(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("rateDecay", () => RateDecay, value => RateDecay = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
        new("initialSum", () => InitialSum, value => InitialSum = value),
        new("epsilon", () => Epsilon, value => Epsilon = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var rate = LearningRate / (1 + (state.Step - 1) * RateDecay);
        UpdateLoop.Run(value, gradient, state[0], [], [], new AdagradUpdate<T>(Lanes<T>(rate), Lanes<T>(WeightDecay), Lanes<T>(Epsilon), Lanes<T>(state.Step == 1 ? InitialSum : 0)));
    }

    private readonly struct AdagradUpdate<T>(Vector<T> rate, Vector<T> decay, Vector<T> epsilon, Vector<T> start) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> sum, ref Vector<T> slot1, ref Vector<T> slot2)
        {
            var g = gradient + decay * value;
            sum += start + g * g;
            value -= rate * g / (Vector.SquareRoot(sum) + epsilon);
        }
    }
}
