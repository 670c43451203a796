using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class GemmTests
{
    private static readonly bool[] s_flags = [false, true];

    [Test]
    public void Every_small_size_equals_the_triple_loop()
    {
        for (var m = 1; m <= 20; m++)
            for (var n = 1; n <= 20; n++)
                for (var k = 1; k <= 20; k++)
                    foreach (var transposeA in s_flags)
                        foreach (var transposeB in s_flags)
                        {
                            Check<float>(m, n, k, transposeA, transposeB);
                            Check<double>(m, n, k, transposeA, transposeB);
                        }
    }

    [TestCase(1, 700, 300)]
    [TestCase(700, 1, 300)]
    [TestCase(2, 513, 257)]
    [TestCase(33, 31, 300)]
    [TestCase(64, 10, 256)]
    [TestCase(193, 33, 17)]
    [TestCase(200, 530, 40)]
    [TestCase(67, 65, 513)]
    [TestCase(20, 20, 1)]
    [TestCase(20, 70, 1024)]        // rows of A a page apart
    [TestCase(100, 2048, 3)]        // rows of B
    [TestCase(2048, 70, 3)]         // steps of A
    [TestCase(70, 2100, 5)]         // more columns than are packed at a time
    [TestCase(5, 7, 700)]
    [TestCase(16, 300, 90)]
    public void Sizes_across_the_edges_of_blocks_equal_the_triple_loop(int m, int n, int k)
    {
        foreach (var transposeA in s_flags)
            foreach (var transposeB in s_flags)
            {
                Check<float>(m, n, k, transposeA, transposeB);
                Check<double>(m, n, k, transposeA, transposeB);
                Check<int>(m, n, k, transposeA, transposeB);
                Check<long>(m, n, k, transposeA, transposeB);
            }
    }

    [TestCase(3, 4, 5)]
    [TestCase(1, 40, 30)]
    [TestCase(40, 1, 30)]
    [TestCase(37, 45, 30)]
    public void Zero_times_NaN_or_infinity_is_NaN_in_its_row_and_column_only(int m, int n, int k)
    {
        foreach (var transposeA in s_flags)
            foreach (var transposeB in s_flags)
                foreach (var special in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    var (a, b, c) = (new float[m * k], new float[k * n], new float[m * n]);
                    b[transposeB ? (n - 1) * k + k / 2 : k / 2 * n + n - 1] = special;
                    Gemm.Run<float>(new GemmShape(m, n, k, transposeA, transposeB), a, b, c);
                    for (var i = 0; i < m; i++)
                        for (var j = 0; j < n; j++) float.IsNaN(c[i * n + j]).ShouldBe(j == n - 1);
                }
    }

    [Test]
    public void Over_no_products_the_result_is_zeros()
    {
        var c = new float[] { 1, 2, 3, 4 };
        Gemm.Run<float>(new GemmShape(2, 2, 0, false, false), [], [], c);
        c.ShouldAllBe(v => v == 0);
    }

    [Test]
    public void Over_no_products_each_matrix_of_a_batch_is_zeros() =>
        Tensor.Zeros([3, 2, 0]).MatMul(Tensor.Zeros([3, 0, 4])).ToArray<float>().ShouldBe(new float[24]);

    [TestCase(2, 3, 4, 7, 12, 6)]
    [TestCase(2, 3, 4, 8, 11, 6)]
    [TestCase(2, 3, 4, 8, 12, 5)]
    [TestCase(60_000, 60_000, 60_000, 8, 12, 6)]
    public void Buffers_that_are_too_short_are_refused(int m, int n, int k, int a, int b, int c) =>
        Should.Throw<ArgumentException>(() => Gemm.Run<float>(new GemmShape(m, n, k, false, false), new float[a], new float[b], new float[c])).ParamName.ShouldBe("shape");

    [Test]
    public void A_bias_that_is_too_short_is_refused() => Should.Throw<ArgumentException>(
        () => Gemm.Run<float>(new GemmShape(2, 3, 4, false, false), new float[8], new float[12], new float[6], GemmStart.ColumnBias, new float[2], false));

    [Test]
    public void A_stride_shorter_than_a_row_is_refused() => Should.Throw<ArgumentException>(
        () => Gemm.Run<float>(new GemmShape(2, 3, 4, false, false) { StrideA = 3 }, new float[8], new float[12], new float[6]));

    // small integers: the products are exact in every element type, so the result must be too
    private static void Check<T>(int m, int n, int k, bool transposeA, bool transposeB) where T : unmanaged, INumber<T>
    {
        var (a, b, c) = (new T[m * k], new T[k * n], new T[m * n]);
        for (var i = 0; i < a.Length; i++) a[i] = T.CreateChecked(i * 7 % 11 - 5);
        for (var i = 0; i < b.Length; i++) b[i] = T.CreateChecked(i * 5 % 13 - 6);
        Gemm.Run<T>(new GemmShape(m, n, k, transposeA, transposeB), a, b, c);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                var sum = T.Zero;
                for (var l = 0; l < k; l++) sum += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
                if (c[i * n + j] != sum) Assert.Fail($"{typeof(T).Name} {m}×{n}×{k} {transposeA} {transposeB}: [{i}, {j}] is {c[i * n + j]}, not {sum}");
            }
    }
}
