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

    [Test]
    public void Broadcast_operands_give_the_bits_of_expanded_ones_at_any_thread_count([Values(1, 2, 3, 16)] int threads)
    {
        var before = Parallelism.Threads;
        Parallelism.Threads = threads;
        try
        {
            var x = (Tensor.Arange(0, 7 * 31 * 257, 1, DType.Float32) * 1e-3 - 5).Reshape(7, 31, 257);
            Shape[] shapes = [new(257), new(31, 1), new(1), new(7, 1, 1), new(7, 1, 257), new(1, 31, 257)];
            foreach (var shape in shapes)
            {
                var y = Tensor.Arange(0, shape.Size, 1, DType.Float32).Reshape(shape) * 0.37 + 1;
                var whole = y.Expand(x.Shape);
                (x - y).ToArray<float>().ShouldBe((x - whole).ToArray<float>());
                (y / x).ToArray<float>().ShouldBe((whole / x).ToArray<float>());
                (x > y).ToArray<bool>().ShouldBe((x > whole).ToArray<bool>());
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }
}
