using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Steps whose size depends on the sign of the gradient alone: longer while it stays, shorter when it turns. For full batches.</summary>
/// <remarks>
/// A step grows by the factor grow when g keeps its sign and shrinks by the factor shrink when it turns, within [smallest, largest];
/// w −= sign(g) · step, and nothing in the turn of the sign itself.
/// Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", 1993, in PyTorch's form.
/// </remarks>
public sealed class Rprop : Optimizer
{
    private static readonly string[] s_slots = ["gradient", "step"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">The first step of each element.</param>
    /// <param name="shrink">The factor on a step when the sign turns, in [0, 1).</param>
    /// <param name="grow">The factor on a step while the sign stays.</param>
    /// <param name="smallest">The shortest step.</param>
    /// <param name="largest">The longest step.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a weight of the past is outside [0, 1).</exception>
    public Rprop(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double shrink = 0.5, double grow = 1.2, double smallest = 1e-6, double largest = 50) : base(parameters, learningRate)
    {
        Shrink = shrink;
        Grow = grow;
        Smallest = smallest;
        Largest = largest;
    }

    /// <summary>The factor on a step when the sign turns, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Shrink { get; set => field = BelowOne(value, nameof(Shrink)); }

    /// <summary>The factor on a step while the sign stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Grow { get; set => field = AtLeastZero(value, nameof(Grow)); }

    /// <summary>The shortest step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Smallest { get; set => field = AtLeastZero(value, nameof(Smallest)); }

    /// <summary>The longest step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double Largest { get; set => field = AtLeastZero(value, nameof(Largest)); }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("shrink", () => Shrink, value => Shrink = value),
        new("grow", () => Grow, value => Grow = value),
        new("smallest", () => Smallest, value => Smallest = value),
        new("largest", () => Largest, value => Largest = value),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state) =>
        UpdateLoop.Run(value, gradient, state[0], state[1], [], new RpropUpdate<T>
        {
            Start = Lanes<T>(state.Step == 1 ? LearningRate : 0),
            Shrink = Lanes<T>(Shrink),
            Grow = Lanes<T>(Grow),
            Smallest = Lanes<T>(Smallest),
            Largest = Lanes<T>(Largest),
        });

    private struct RpropUpdate<T> : IUpdate<T> where T : unmanaged
    {
        public Vector<T> Start, Shrink, Grow, Smallest, Largest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> before, ref Vector<T> step, ref Vector<T> slot2)
        {
            var product = gradient * before;
            var turned = Vector.LessThan(product, Vector<T>.Zero);
            var factor = Vector.ConditionalSelect(turned, Shrink, Vector.ConditionalSelect(Vector.GreaterThan(product, Vector<T>.Zero), Grow, Vector<T>.One));
            step = Vector.Min(Vector.Max((step + Start) * factor, Smallest), Largest);
            before = Vector.ConditionalSelect(turned, Vector<T>.Zero, gradient);
            value -= Signs.Of(before) * step;
        }
    }
}
