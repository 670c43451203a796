using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Gradient descent, with momentum where asked for.</summary>
/// <remarks>
/// <para>g is the gradient (negated to maximize) plus weightDecay · w. Without momentum w −= rate · g. With momentum the
/// velocity v starts as g and becomes momentum · v + (1 − dampening) · g; then w −= rate · v, or
/// rate · (g + momentum · v) in Nesterov's form.</para>
/// <para>Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in PyTorch's form, where the rate multiplies the velocity.</para>
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] s_slots = ["velocity"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="momentum">The share of the velocity that stays; 0 for none.</param>
    /// <param name="dampening">The share of the gradient that does not enter the velocity.</param>
    /// <param name="weightDecay">Adds this times the parameter to its gradient.</param>
    /// <param name="nesterov">Look ahead by the velocity; needs momentum, and no dampening.</param>
    /// <param name="maximize">Go up instead of down.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf; or Nesterov's form is asked for without momentum or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false, bool maximize = false)
        : base(parameters, learningRate)
    {
        (Momentum, Dampening, WeightDecay, Nesterov, Maximize) = (momentum, dampening, weightDecay, nesterov, maximize);
        if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Sgd: Nesterov's form needs momentum > 0 and dampening 0.", nameof(nesterov));
    }

    /// <summary>The share of the velocity that stays from one step to the next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Momentum { get; set => field = AtLeastZero(value, nameof(Momentum)); }

    /// <summary>The share of the gradient that does not enter the velocity, from the second step on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a non-finite or negative number.</exception>
    public double Dampening { get; set => field = AtLeastZero(value, nameof(Dampening)); }

    /// <summary>The factor of the parameter that is added to its gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <summary>Whether the step looks ahead by the velocity.</summary>
    public bool Nesterov { get; }

    /// <summary>Whether to go up instead of down.</summary>
    public bool Maximize { get; }

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Momentum; set => Momentum = value ?? Momentum; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("dampening", () => Dampening, value => Dampening = value),
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
        OptimizerSetting.Fixed("nesterov", Nesterov),
        OptimizerSetting.Fixed("maximize", Maximize),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <summary>No velocity without momentum; one that was gathered before stays for when the momentum returns.</summary>
    /// <inheritdoc/>
    protected override int NeededSlots => Momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        var (rate, decay, sign) = (Lanes<T>(LearningRate), Lanes<T>(WeightDecay), Lanes<T>(Maximize ? -1 : 1));
        if (Momentum == 0)
        {
            UpdateLoop.Run(value, gradient, [], [], [], new PlainUpdate<T>(rate, decay, sign));
            return;
        }
        var (momentum, fresh) = (Lanes<T>(Momentum), Lanes<T>(state.Step == 1 ? 1 : 1 - Dampening));
        UpdateLoop.Run(value, gradient, state[0], [], [], new MomentumUpdate<T>(rate, decay, sign, momentum, fresh, Nesterov));
    }

    private readonly struct PlainUpdate<T>(Vector<T> rate, Vector<T> decay, Vector<T> sign) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> slot0, ref Vector<T> slot1, ref Vector<T> slot2) =>
            value -= rate * (sign * gradient + decay * value);
    }

    private readonly struct MomentumUpdate<T>(Vector<T> rate, Vector<T> decay, Vector<T> sign, Vector<T> momentum, Vector<T> fresh, bool nesterov) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> velocity, ref Vector<T> slot1, ref Vector<T> slot2)
        {
            var g = sign * gradient + decay * value;
            velocity = momentum * velocity + fresh * g;
            value -= rate * (nesterov ? g + momentum * velocity : velocity);
        }
    }
}
