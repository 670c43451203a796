using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class ElementChunksTests
{
    [TestCase(ElementChunks.Size)]
    [TestCase(ElementChunks.Size + 1)]
    [TestCase(3 * ElementChunks.Size - 7)]
    public void Large_operations_and_their_gradients_have_the_bits_of_small_ones(int n)
    {
        var x = Tensor.Arange(0, n, 1, DType.Float32) * 1e-3 - 5;
        var small = new float[n];
        for (var i = 0; i < n; i += 1000) Tensor.From(x.AsSpan<float>()[i..Math.Min(i + 1000, n)].ToArray()).Tanh().AsSpan<float>().CopyTo(small.AsSpan(i));
        x.Tanh().ToArray<float>().ShouldBe(small);
        (x * x).ToArray<float>().ShouldBe(x.Square().ToArray<float>());
        var leaf = x.Clone().WithGrad();
        leaf.Tanh().Sum().Backward();
        var y = x.Tanh();
        leaf.Grad!.ToArray<float>().ShouldBe(((1 - y) * (1 + y)).ToArray<float>());
    }
}
