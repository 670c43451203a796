using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Matrix products of so few numbers that tiles and their set-up would cost more than the sums.</summary>
internal static unsafe class SmallProduct
{
    private const int MostProducts = 128;

    /// <summary>The products that are worth it.</summary>
    public static bool Takes(GemmShape shape) => (long)shape.M * shape.N * shape.K <= MostProducts;

    /// <summary>C = start + A·B, not below the floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        var (rowA, stepA) = shape.TransposeA ? ((nint)1, (nint)shape.StrideA) : (shape.StrideA, 1);
        var (stepB, columnB) = shape.TransposeB ? ((nint)1, (nint)shape.StrideB) : (shape.StrideB, 1);
        for (nint i = 0; i < shape.M; i++)
        {
            T* a = problem.A + i * rowA, c = problem.C + i * shape.StrideC;
            for (nint j = 0; j < shape.N; j++)
            {
                var b = problem.B + j * columnB;
                var sum = problem.Start switch
                {
                    GemmStart.Zero => T.Zero,
                    GemmStart.Result => c[j],
                    GemmStart.ColumnBias => problem.Bias[j],
                    _ => problem.Bias[i],
                };
                for (nint k = 0; k < shape.K; k++) sum += a[k * stepA] * b[k * stepB];
                c[j] = problem.Rectify && sum < T.Zero ? T.Zero : sum;
            }
        }
    }
}
