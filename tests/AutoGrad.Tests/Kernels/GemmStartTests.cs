using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>What a matrix product starts from, its floor, and matrices that are part of something wider.</summary>
public class GemmStartTests
{
    private const int Padding = 3;

    private static readonly bool[] s_flags = [false, true];

    // one of each way to make a product: in place, packed, as scalar products, with sides changed, in several blocks along k
    [TestCase(3, 5, 70)]
    [TestCase(1, 40, 33)]
    [TestCase(40, 1, 33)]
    [TestCase(64, 10, 90)]
    [TestCase(10, 64, 90)]
    [TestCase(30, 45, 20)]
    [TestCase(40, 90, 300)]
    [TestCase(110, 50, 270)]
    [TestCase(2, 2, 1)]
    [TestCase(17, 33, 0)]
    public void Every_start_with_and_without_floor_equals_the_triple_loop(int m, int n, int k)
    {
        foreach (var start in Enum.GetValues<GemmStart>())
            foreach (var rectify in s_flags)
                foreach (var transposeA in s_flags)
                    foreach (var transposeB in s_flags)
                    {
                        Check<float>(m, n, k, transposeA, transposeB, start, rectify);
                        Check<double>(m, n, k, transposeA, transposeB, start, rectify);
                        Check<int>(m, n, k, transposeA, transposeB, start, rectify);
                    }
    }

    [TestCase(3, 5, 70)]
    [TestCase(64, 10, 40)]
    [TestCase(33, 47, 20)]
    public void The_floor_lets_NaN_through(int m, int n, int k)
    {
        foreach (var transposeB in s_flags)
        {
            var (a, b, c) = (new float[m * k], new float[k * n], new float[m * n]);
            a[(m - 1) * k] = float.NaN;
            Gemm.Run(new GemmShape(m, n, k, false, transposeB), a, b, c, GemmStart.ColumnBias, new float[n], rectify: true);
            for (var i = 0; i < m * n; i++) float.IsNaN(c[i]).ShouldBe(i >= (m - 1) * n);
        }
    }

    private static void Check<T>(int m, int n, int k, bool transposeA, bool transposeB, GemmStart start, bool rectify) where T : unmanaged, INumber<T>
    {
        var shape = new GemmShape(m, n, k, transposeA, transposeB);
        shape = shape with { StrideA = shape.StrideA + Padding, StrideB = shape.StrideB + Padding, StrideC = shape.StrideC + Padding };
        var a = Numbers<T>((transposeA ? k : m) * shape.StrideA, 7, 11);
        var b = Numbers<T>((transposeB ? n : k) * shape.StrideB, 5, 13);
        var before = Numbers<T>(m * shape.StrideC, 3, 17);
        var bias = Numbers<T>(Math.Max(m, n), 11, 19);
        var c = before.ToArray();
        Gemm.Run<T>(shape, a, b, c, start, bias, rectify);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < shape.StrideC; j++)
            {
                var at = i * shape.StrideC + j;
                var expected = before[at];
                if (j < n)
                {
                    expected = start switch { GemmStart.Zero => T.Zero, GemmStart.Result => before[at], GemmStart.ColumnBias => bias[j], _ => bias[i] };
                    for (var l = 0; l < k; l++) expected += a[transposeA ? l * shape.StrideA + i : i * shape.StrideA + l] * b[transposeB ? j * shape.StrideB + l : l * shape.StrideB + j];
                    if (rectify && expected < T.Zero) expected = T.Zero;
                }
                if (c[at] != expected) Assert.Fail($"{shape} of {typeof(T).Name}, {start}, floor {rectify}: [{i}, {j}] is {c[at]}, not {expected}");
            }
    }

    private static T[] Numbers<T>(int length, int factor, int modulus) where T : INumber<T> =>
        [.. Enumerable.Range(0, length).Select(i => T.CreateChecked(i * factor % modulus - modulus / 2))];
}
