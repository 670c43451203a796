using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class BatchedGemmTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(300)]
    public void Products_of_nothing_are_zeros_whatever_lay_there(int count)
    {
        var c = new float[count * 6];
        Array.Fill(c, 7f);
        BatchedGemm.Run<float>([count], [count], [count], new GemmShape(2, 3, 0, false, false), [], [], c);
        c.ShouldAllBe(x => x == 0);
    }

    [TestCase(2)]
    [TestCase(300)]
    public void Each_product_of_a_batch_is_its_own(int count)
    {
        var (a, b, c) = (new double[count * 2], new double[3], new double[count * 6]);
        for (var i = 0; i < a.Length; i++) a[i] = i;
        for (var i = 0; i < b.Length; i++) b[i] = i + 1;
        BatchedGemm.Run<double>([count], [1], [count], new GemmShape(2, 3, 1, false, false), a, b, c);
        for (var i = 0; i < c.Length; i++) c[i].ShouldBe(a[i / 3] * b[i % 3]);
    }
}
