namespace AutoGrad.Tests.OpTable;

/// <summary>One operation and all that the generic tests need to prove it.</summary>
/// <remarks>
/// Three ways to write a row: <see cref="Unary"/> and <see cref="Binary"/> for pointwise ops, from one scalar formula;
/// <see cref="General"/> for the rest, from samples and a reference over plain arrays.
/// </remarks>
public sealed class OpRow
{
    private OpRow(string name, Func<Tensor[], Tensor[]> run, Func<Sampler, IEnumerable<Tensor[]>> samples, Func<NdArray[], NdArray[]> reference) =>
        (Name, Run, Samples, Reference) = (name, run, samples, reference);

    /// <summary>Unique; the method's name, with a qualifier where a method has several rows: <c>Sum(axis)</c>.</summary>
    public string Name { get; }

    /// <summary>Applies the operation; must read its inputs from the argument.</summary>
    public Func<Tensor[], Tensor[]> Run { get; }

    /// <summary>Float64, Int64 and Bool inputs, one array a sample, inside the domain and away from kinks.</summary>
    public Func<Sampler, IEnumerable<Tensor[]>> Samples { get; }

    /// <summary>What the outputs should be, computed without the library.</summary>
    public Func<NdArray[], NdArray[]> Reference { get; }

    /// <summary>Orders of derivative to check against central differences; 0 for an op without any.</summary>
    public int Order { get; init; } = 2;

    /// <summary>Relative and absolute error allowed in float64 against the reference.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Relative and absolute error allowed in float32 against float64; NaN if the row makes no sense in float32.</summary>
    public double Float32Tolerance { get; init; } = 2e-5;

    /// <summary>The op also works on Int64: a test runs it there on small integers against the same reference.</summary>
    public bool Integers { get; init; }

    /// <summary>The scalar formula of a pointwise op of one input, for special values and SIMD tails.</summary>
    public Func<double, double>? Scalar1 { get; private init; }

    /// <summary>The scalar formula of a pointwise op of two inputs.</summary>
    public Func<double, double, double>? Scalar2 { get; private init; }

    /// <summary>The domain samples are drawn from.</summary>
    public (double Low, double High) Domain { get; private init; }

    /// <summary>Points of the domain no sample comes near.</summary>
    public double[] Avoid { get; private init; } = [];

    /// <summary>Why NaN, infinities, signed zeros and extremes may differ from the scalar formula; null when they may not.</summary>
    public string? SpecialValues { get; private init; }

    /// <summary>Op classes the row runs that no tape can show, because their results are never recorded: comparisons, indices.</summary>
    public IReadOnlyList<Type> Unrecorded { get; private set; } = [];

    /// <summary>The inputs to run on, the same each time.</summary>
    public IEnumerable<Tensor[]> Inputs() => Samples(new Sampler(Name.Aggregate(17, (hash, c) => unchecked(hash * 31 + c))));

    /// <summary>Names op classes that no tape can show, for the completeness test.</summary>
    public OpRow Covering(params Type[] unrecorded)
    {
        Unrecorded = unrecorded;
        return this;
    }

    public override string ToString() => Name;

    /// <summary>A pointwise op of one input.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="run">The op.</param>
    /// <param name="formula">The same in scalar C#, right for special values too (NaN, infinities, signed zeros).</param>
    /// <param name="low">Lower end of the domain to sample.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="avoid">Points where the derivative jumps.</param>
    /// <param name="specialValues">Why special values may differ from the formula, if they may.</param>
    public static OpRow Unary(string name, Func<Tensor, Tensor> run, Func<double, double> formula, double low = -2, double high = 2, double[]? avoid = null,
        int order = 2, double tolerance = 1e-12, double float32Tolerance = 2e-5, bool integers = false, string? specialValues = null) =>
        new(name, x => [run(x[0])],
            s => new int[][] { [], [1], [5], [2, 3], [3, 1, 4], [0], [2, 0] }.Select(e => new[] { s.Floats(e, low, high, avoid ?? []) }),
            x => [new NdArray(Array.ConvertAll(x[0].Data, v => formula(v)), x[0].Extents)])
        {
            Scalar1 = formula,
            Domain = (low, high),
            Avoid = avoid ?? [],
            SpecialValues = specialValues,
            Order = order,
            Tolerance = tolerance,
            Float32Tolerance = float32Tolerance,
            Integers = integers,
        };

    /// <summary>A pointwise op of two inputs, with broadcasting.</summary>
    public static OpRow Binary(string name, Func<Tensor, Tensor, Tensor> run, Func<double, double, double> formula, double low = -2, double high = 2, double[]? avoid = null,
        int order = 2, double tolerance = 1e-12, double float32Tolerance = 2e-5, bool integers = false, string? specialValues = null) =>
        new(name, x => [run(x[0], x[1])],
            s => new (int[] X, int[] Y)[]
            {
                ([], []), ([4], [4]), ([2, 3], [2, 3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([3], [2, 3]), ([2, 1, 3], [4, 1]), ([], [3]), ([2, 3], []), ([1], [2, 2]), ([0], [1]), ([2, 0, 3], [3]),
            }.Select(e => new[] { s.Floats(e.X, low, high, avoid ?? []), s.Floats(e.Y, low, high, avoid ?? []) }),
            x => [NdArray.Build(NdArray.BroadcastExtents(x), i => formula(x[0].Broadcast(i), x[1].Broadcast(i)))])
        {
            Scalar2 = formula,
            Domain = (low, high),
            Avoid = avoid ?? [],
            SpecialValues = specialValues,
            Order = order,
            Tolerance = tolerance,
            Float32Tolerance = float32Tolerance,
            Integers = integers,
        };

    /// <summary>Any op of one output: samples and a reference over plain arrays. Include 0-d and empty samples where the op takes them.</summary>
    public static OpRow General(string name, Func<Tensor[], Tensor> run, Func<Sampler, IEnumerable<Tensor[]>> samples, Func<NdArray[], NdArray> reference,
        int order = 2, double tolerance = 1e-12, double float32Tolerance = 2e-5, bool integers = false) =>
        new(name, x => [run(x)], samples, x => [reference(x)])
        {
            Order = order,
            Tolerance = tolerance,
            Float32Tolerance = float32Tolerance,
            Integers = integers,
        };

    /// <summary>Any op of several outputs.</summary>
    public static OpRow Several(string name, Func<Tensor[], Tensor[]> run, Func<Sampler, IEnumerable<Tensor[]>> samples, Func<NdArray[], NdArray[]> reference,
        int order = 2, double tolerance = 1e-12, double float32Tolerance = 2e-5) =>
        new(name, run, samples, reference) { Order = order, Tolerance = tolerance, Float32Tolerance = float32Tolerance };
}
