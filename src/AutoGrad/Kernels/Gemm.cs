using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The matrix product C = A·B of row-major matrices.</summary>
/// <remarks>Same bits at any number of threads: rows and columns of the result are shared out, a sum never.</remarks>
internal static unsafe class Gemm
{
    /// <summary>C = A·B, in place of what C held.</summary>
    public static void Run<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T> =>
        Run(shape, a, b, c, GemmStart.Zero, [], false);

    /// <summary>C += A·B.</summary>
    public static void Add<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T> =>
        Run(shape, a, b, c, GemmStart.Result, [], false);

    /// <summary>C = start + A·B, and zero where that is negative if it is to be rectified.</summary>
    /// <param name="shape">Extents, flags and strides.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c">The result; it overlaps no operand.</param>
    /// <param name="start">What the sums are added to.</param>
    /// <param name="bias">A number for each column, or row, if the start is such a bias.</param>
    /// <param name="rectify">Whether what is negative becomes zero; NaN stays.</param>
    /// <exception cref="ArgumentException">A matrix or the bias is shorter than the shape says, or a stride shorter than a row.</exception>
    public static void Run<T>(
        GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, GemmStart start, ReadOnlySpan<T> bias, bool rectify) where T : unmanaged, INumber<T>
    {
        Check(shape, a.Length, b.Length, c.Length, start, bias.Length);
        if (shape.M == 0 || shape.N == 0) return;
        fixed (T* first = a, second = b, result = c, summands = bias)
            Run(new GemmProblem<T> { Shape = shape.InLines(), A = first, B = second, C = result, Start = start, Bias = summands, Rectify = rectify });
    }

    /// <summary>A product of pinned matrices, on several threads if it is large.</summary>
    public static void Run<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T> => Run(problem, ForkJoin.IsAlone);

    /// <summary>A product of pinned matrices on this thread.</summary>
    public static void RunAlone<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T> => Run(problem, true);

    private static void Run<T>(in GemmProblem<T> problem, bool alone) where T : unmanaged, INumber<T>
    {
        if (problem.Shape.K == 0) problem.WriteStart();
        else if (SmallProduct.Takes(problem.Shape)) SmallProduct.Run(problem);
        else if (DotGemm.Pays(problem)) DotGemm.Run(problem, alone);
        else if (SwappedGemm.Pays(problem)) SwappedGemm.Run(problem, alone);
        else BlockedGemm.Run(problem, alone);
    }

    private static void Check(GemmShape shape, int a, int b, int c, GemmStart start, int bias)
    {
        var biases = start switch { GemmStart.ColumnBias => shape.N, GemmStart.RowBias => shape.M, _ => 0 };
        if (a >= shape.LengthA && b >= shape.LengthB && c >= shape.LengthC && bias >= biases
            && shape.StrideA >= (shape.TransposeA ? shape.M : shape.K) && shape.StrideB >= (shape.TransposeB ? shape.K : shape.N) && shape.StrideC >= shape.N) return;
        throw new ArgumentException($"Gemm: {shape} does not fit in {a} and {b} numbers, a bias of {bias} and a result of {c}.", nameof(shape));
    }
}
