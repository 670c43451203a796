using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>A product's bits depend on its operands alone.</summary>
[NonParallelizable]
public class GemmBitsTests
{
    private static readonly bool[] s_flags = [false, true];

    private int _threads;

    [SetUp]
    public void Remember() => _threads = Parallelism.Threads;

    [TearDown]
    public void Restore() => Parallelism.Threads = _threads;

    [TestCase(300, 310, 290)]
    [TestCase(130, 1100, 70)]
    [TestCase(64, 256, 300)]
    [TestCase(1, 3000, 400)]
    [TestCase(9, 70, 2000)]
    [TestCase(600, 33, 100)]
    public void They_do_not_depend_on_the_number_of_threads(int m, int n, int k)
    {
        foreach (var transposeA in s_flags)
            foreach (var transposeB in s_flags)
            {
                var shape = new GemmShape(m, n, k, transposeA, transposeB);
                Parallelism.Threads = 1;
                var expected = Product(shape, Numbers(m * k, 1), Numbers(k * n, 2));
                foreach (var threads in new[] { 2, 3, 16 })
                {
                    Parallelism.Threads = threads;
                    Product(shape, Numbers(m * k, 1), Numbers(k * n, 2)).AsSpan().SequenceEqual(expected).ShouldBeTrue($"{shape}, {threads} threads");
                }
            }
    }

    [TestCase(40, 200, 300)]
    [TestCase(64, 20, 300)]
    [TestCase(10, 90, 17)]
    public void They_do_not_depend_on_which_operand_comes_first(int m, int n, int k)
    {
        var (a, b) = (Numbers(m * k, 1), Numbers(k * n, 2));
        foreach (var transposeA in s_flags)
            foreach (var transposeB in s_flags)
            {
                var product = Product(new GemmShape(m, n, k, transposeA, transposeB), a, b);
                var swapped = Product(new GemmShape(n, m, k, !transposeB, !transposeA), b, a);
                for (var i = 0; i < m; i++)
                    for (var j = 0; j < n; j++) swapped[j * m + i].ShouldBe(product[i * n + j]);
            }
    }

    private static float[] Product(GemmShape shape, float[] a, float[] b)
    {
        var c = new float[shape.M * shape.N];
        Gemm.Run<float>(shape, a, b, c);
        return c;
    }

    private static float[] Numbers(int length, ulong seed) => Tensor.Randn([length], generator: new Generator(seed)).ToArray<float>();
}
