using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>An operation that <see cref="GradCheck.Fuzz"/> may put into its graphs.</summary>
/// <remarks>
/// <code>
/// FuzzCandidate.Unary("Cube", x => x * x * x)
/// FuzzCandidate.Binary("Ratio", (x, y) => x / y, low: 0.5, high: 2, reference: (x, y) => x / y)
/// new FuzzCandidate("Sum of an axis", (x, a) => x[0].Sum(a[0]), (shape, random) => shape.Rank == 0 ? null : new FuzzCall([random.Next(shape.Rank)]))
/// </code>
/// The text of the function is taken from the call, for the snippet of a failure.
/// </remarks>
public sealed class FuzzCandidate
{
    /// <summary>Creates a candidate of any form.</summary>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="run">The operation: Float64 operands and the settings of the call, to one Float64 result.</param>
    /// <param name="propose">Given the shape of the first operand, the settings and the shapes of the others; null if the shape does not suit.</param>
    /// <param name="code">The text of <paramref name="run"/>; the compiler fills it in.</param>
    public FuzzCandidate(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "")
        : this(name, run, propose, new FuzzCode(code, "Func<Tensor[], int[], Tensor>", byArray: true))
    {
    }

    private FuzzCandidate(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, FuzzCode code)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(propose);
        (Name, Run, Propose, Code) = (name, run, propose, code);
    }

    /// <summary>What it is called in reports.</summary>
    public string Name { get; }

    /// <summary>The range of each operand's elements, the last for all that follow; (−2, 2) unless set. Values outside are scaled and moved into it first.</summary>
    /// <exception cref="ArgumentException">Empty, or a range that is not a finite interval.</exception>
    public IReadOnlyList<(double Low, double High)> Domains
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException($"{Name}: there must be a domain.", nameof(value));
            foreach (var (low, high) in value)
                if (!(low < high) || !double.IsFinite(high - low)) throw new ArgumentException($"{Name}: the domain ({low}, {high}) is no interval.", nameof(value));
            field = value;
        }
    } = [(-2, 2)];

    /// <summary>For a pointwise operation, an element of the result from the elements of the operands, computed in another way; null to compare no values.</summary>
    public Func<double[], double>? Reference { get; init; }

    /// <summary>How much more often than others it is chosen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Weight { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{Name}: the weight must be at least 1."); } = 1;

    internal Func<Tensor[], int[], Tensor> Run { get; }

    internal Func<Shape, Random, FuzzCall?> Propose { get; }

    internal FuzzCode Code { get; }

    /// <summary>A candidate of one operand, whose shape may be any.</summary>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="run">The operation.</param>
    /// <param name="low">The least element of its domain.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="reference">For a pointwise operation, the same on a number; null to compare no values.</param>
    /// <param name="code">The text of <paramref name="run"/>; the compiler fills it in.</param>
    public static FuzzCandidate Unary(string name, Func<Tensor, Tensor> run, double low = -2, double high = 2, Func<double, double>? reference = null,
        [CallerArgumentExpression(nameof(run))] string code = "")
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(name, (x, _) => run(x[0]), (_, _) => new FuzzCall([]), new FuzzCode(code, "Func<Tensor, Tensor>", byArray: false))
        {
            Domains = [(low, high)],
            Reference = reference is null ? null : x => reference(x[0]),
        };
    }

    /// <summary>A candidate of two operands that broadcast.</summary>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="run">The operation.</param>
    /// <param name="low">The least element of the domain of both operands.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="reference">For a pointwise operation, the same on two numbers; null to compare no values.</param>
    /// <param name="code">The text of <paramref name="run"/>; the compiler fills it in.</param>
    public static FuzzCandidate Binary(string name, Func<Tensor, Tensor, Tensor> run, double low = -2, double high = 2, Func<double, double, double>? reference = null,
        [CallerArgumentExpression(nameof(run))] string code = "")
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(name, (x, _) => run(x[0], x[1]), (shape, random) => new FuzzCall([], Proposals.Broadcastable(shape, random)), new FuzzCode(code, "Func<Tensor, Tensor, Tensor>", byArray: false))
        {
            Domains = [(low, high)],
            Reference = reference is null ? null : x => reference(x[0], x[1]),
        };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal (double Low, double High) Domain(int operand) => Domains[Math.Min(operand, Domains.Count - 1)];
}
