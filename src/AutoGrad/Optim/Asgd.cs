using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Gradient descent that also keeps the average of the parameters over its steps.</summary>
/// <remarks>
/// w −= η (g + λ w) with η = rate/(1 + λ · rate · (t − 1))^α, g being the gradient plus weightDecay · w; from step start + 2 on, the slot
/// "average" is the mean of the parameters since then (<see cref="Optimizer.Slot"/>).
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992, in PyTorch's form.
/// </remarks>
public sealed class Asgd : Optimizer
{
    private static readonly string[] s_slots = ["average"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="lambda">How fast parameters and rate decay.</param>
    /// <param name="alpha">The power by which the rate falls.</param>
    /// <param name="averageStart">The number of steps before averaging begins.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Asgd(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double lambda = 1e-4, double alpha = 0.75, double averageStart = 1e6, double weightDecay = 0) : base(parameters, learningRate)
    {
        Lambda = lambda;
        Alpha = alpha;
        AverageStart = averageStart;
        WeightDecay = weightDecay;
    }

    /// <summary>How fast parameters and rate decay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Lambda { get; set => field = AtLeastZero(value, nameof(Lambda)); }

    /// <summary>The power by which the rate falls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Alpha { get; set => field = AtLeastZero(value, nameof(Alpha)); }

    /// <summary>The number of steps before averaging begins.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double AverageStart { get; set => field = AtLeastZero(value, nameof(AverageStart)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("lambda", () => Lambda, value => Lambda = value),
        new("alpha", () => Alpha, value => Alpha = value),
        new("averageStart", () => AverageStart, value => AverageStart = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var rate = LearningRate / Math.Pow(1 + Lambda * LearningRate * (state.Step - 1), Alpha);
        var share = state.Step == 1 ? 1 : 1 / Math.Max(1, state.Step - 1 - AverageStart);
        UpdateLoop.Run(value, gradient, state[0], [], [], new AsgdUpdate<T>(Lanes<T>(rate), Lanes<T>(1 - Lambda * rate), Lanes<T>(share), Lanes<T>(WeightDecay)));
    }

    private readonly struct AsgdUpdate<T>(Vector<T> rate, Vector<T> shrink, Vector<T> share, Vector<T> decay) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> average, ref Vector<T> slot1, ref Vector<T> slot2)
        {
            var g = gradient + decay * value;
            value = value * shrink - rate * g;
            average += share * (value - average);
        }
    }
}
