using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Momentum for the matrices inside a network, whose steps have all singular values near 1.</summary>
/// <remarks>
/// <para>m = momentum · m + (1 − momentum) · g, u = m, or (1 − momentum) · g + momentum · m in Nesterov's form; O = the nearest orthogonal matrix
/// to u, roughly, by some steps X ← aX + (bA + cA²)X, A = XXᵀ, from X = u/‖u‖; w −= rate · (weightDecay · w + √max(1, rows/columns) · O).
/// An array of more axes is taken as a matrix with its first axis as rows.</para>
/// <para>Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024, in PyTorch's form. The orthogonal matrix is
/// computed in the parameter's element type. For biases, norms, embeddings and the last layer take another optimizer beside it:</para>
/// <code>
/// ParameterGroups optimizer = [new Muon(matrices, learningRate: 0.02), new AdamW(others)];
/// </code>
/// </remarks>
public sealed class Muon : Optimizer
{
    private const double A = 3.4445, B = -4.7750, C = 2.0315, Tiny = 1e-7;
    private static readonly string[] s_slots = ["momentum"];

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="parameters">What to change: matrices, or arrays of more axes.</param>
    /// <param name="learningRate">The factor on each step.</param>
    /// <param name="momentum">The weight of the past in the momentum, in [0, 1).</param>
    /// <param name="weightDecay">The share of a parameter that is taken off each step, before the rate.</param>
    /// <param name="nesterov">Look ahead by the momentum.</param>
    /// <param name="steps">How many steps towards an orthogonal matrix.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null, given twice, no leaf, or has less than two axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or <paramref name="momentum"/> is outside [0, 1).</exception>
    public Muon(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double momentum = 0.95, double weightDecay = 0.1, bool nesterov = true, int steps = 5) : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (Momentum, WeightDecay, Nesterov, Steps) = (momentum, weightDecay, nesterov, steps);
        for (var i = 0; i < Parameters.Count; i++)
            if (Parameters[i].Rank < 2)
                throw new ArgumentException($"Muon: parameter {i} {Parameters[i].Shape} is no matrix: step it with another optimizer, in the same ParameterGroups.", nameof(parameters));
    }

    /// <summary>The weight of the past in the momentum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
    public double Momentum { get; set => field = BelowOne(value, nameof(Momentum)); }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double WeightDecay { get; set => field = AtLeastZero(value, nameof(WeightDecay)); }

    /// <summary>Whether a step looks ahead by the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>How many steps towards an orthogonal matrix.</summary>
    public int Steps { get; }

    /// <inheritdoc/>
    protected internal override double? ScheduledMomentum { get => Momentum; set => Momentum = value ?? Momentum; }

    /// <inheritdoc/>
    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new("weightDecay", () => WeightDecay, value => WeightDecay = value),
        OptimizerSetting.Fixed("nesterov", Nesterov),
        OptimizerSetting.Fixed("steps", Steps),
    ];

    /// <inheritdoc/>
    protected override ReadOnlySpan<string> SlotNames => s_slots;

    /// <inheritdoc/>
    protected override void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state)
    {
        if (value.IsEmpty) return;
        var (rows, columns) = (state.Shape[0], value.Length / state.Shape[0]);
        // the product of the longer side with itself is the larger one, so the shorter is multiplied
        var (tall, side) = (rows > columns, Math.Min(rows, columns));
        var held = ArrayPool<T>.Shared.Rent(2 * value.Length + 2 * side * side);
        var x = held.AsSpan(0, value.Length);
        var next = held.AsSpan(value.Length, value.Length);
        var square = held.AsSpan(2 * value.Length, side * side);
        var polynomial = held.AsSpan(2 * value.Length + side * side, side * side);
        UpdateLoop.Run(x, gradient, state[0], [], [], new DirectionUpdate<T>(Lanes<T>(Momentum), Lanes<T>(1 - Momentum), Nesterov));
        TensorPrimitives.Divide(x, T.Max(T.Sqrt(LineSums.Dot<T>(x, x)), T.CreateTruncating(Tiny)), x);
        for (var step = 0; step < Steps; step++)
        {
            Gemm.Run<T>(new GemmShape(side, side, tall ? rows : columns, TransposeA: tall, TransposeB: !tall), x, x, square);
            Gemm.Run<T>(new GemmShape(side, side, side, false, false), square, square, polynomial);
            TensorPrimitives.Multiply(polynomial, T.CreateTruncating(C), polynomial);
            TensorPrimitives.MultiplyAdd(square, T.CreateTruncating(B), polynomial, polynomial);
            for (var i = 0; i < side; i++) polynomial[i * side + i] += T.CreateTruncating(A);
            if (tall) Gemm.Run<T>(new GemmShape(rows, side, side, false, false), x, polynomial, next);
            else Gemm.Run<T>(new GemmShape(side, columns, side, false, false), polynomial, x, next);
            var before = x;
            x = next;
            next = before;
        }
        TensorPrimitives.Multiply(value, T.CreateTruncating(1 - LearningRate * WeightDecay), value);
        TensorPrimitives.MultiplyAdd(x, T.CreateTruncating(-LearningRate * Math.Sqrt(Math.Max(1, (double)rows / columns))), value, value);
        ArrayPool<T>.Shared.Return(held);
    }

    // the direction takes the place of the value
    private readonly struct DirectionUpdate<T>(Vector<T> past, Vector<T> fresh, bool nesterov) : IUpdate<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(ref Vector<T> direction, Vector<T> gradient, ref Vector<T> momentum, ref Vector<T> slot1, ref Vector<T> slot2)
        {
            momentum = past * momentum + fresh * gradient;
            direction = nesterov ? fresh * gradient + past * momentum : momentum;
        }
    }
}
