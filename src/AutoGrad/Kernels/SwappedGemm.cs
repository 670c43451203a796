using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A matrix product as Cᵀ = Bᵀ·Aᵀ: what is narrow fills vectors better as rows, and of two operands the smaller one is packed.</summary>
/// <remarks>The sums are the same to the last bit: a product does not change when its factors change places.</remarks>
internal static unsafe class SwappedGemm
{
    // the transposed result must stay in a cache
    private const int MostResults = 128 * 1024;

    private const long OfTransposed = 6;        // sixteenths of a cycle for each number of the result

    /// <summary>Whether that is faster.</summary>
    public static bool Pays<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        long m = shape.M, n = shape.N, k = shape.K, lanes = GemmTileTable<T>.Lanes;
        if (problem.Start == GemmStart.Result || m * n > MostResults) return false;
        var swapped = BlockedGemm.Cost(n, m, k, !shape.TransposeA, lanes) + m * n * OfTransposed;
        return swapped < BlockedGemm.Cost(m, n, k, shape.TransposeB, lanes);
    }

    /// <summary>C = start + A·B.</summary>
    public static void Run<T>(in GemmProblem<T> problem, bool alone) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        var lanes = GemmTileTable<T>.Lanes;
        var stride = (shape.M + lanes - 1) / lanes * lanes;
        // whole blocks are read, whatever lies behind the last row
        using var memory = new Scratch<T>((long)stride * (shape.N + lanes - 1));
        var swapped = new GemmProblem<T>
        {
            Shape = new GemmShape(shape.N, shape.M, shape.K, !shape.TransposeB, !shape.TransposeA) { StrideA = shape.StrideB, StrideB = shape.StrideA, StrideC = stride },
            A = problem.B,
            B = problem.A,
            C = memory.Pointer,
            Start = problem.Start switch { GemmStart.ColumnBias => GemmStart.RowBias, GemmStart.RowBias => GemmStart.ColumnBias, var start => start },
            Bias = problem.Bias,
            Rectify = problem.Rectify,
        };
        BlockedGemm.Run(swapped, alone);
        TransposeTo(problem, memory.Pointer, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeTo<T>(in GemmProblem<T> problem, T* x, nint stride) where T : unmanaged, INumber<T>
    {
        nint m = problem.Shape.M, n = problem.Shape.N, lanes = GemmTileTable<T>.Lanes, i = 0;
        var transpose = GemmTileTable<T>.TransposePart;
        for (; i + lanes <= m; i += lanes)
            for (nint j = 0; j < n; j += lanes) transpose(x + j * stride + i, stride, nint.Min(lanes, n - j), problem.C + i * problem.Shape.StrideC + j, problem.Shape.StrideC);
        for (; i < m; i++)
        {
            var c = problem.C + i * problem.Shape.StrideC;
            for (nint j = 0; j < n; j++) c[j] = x[j * stride + i];
        }
    }
}
