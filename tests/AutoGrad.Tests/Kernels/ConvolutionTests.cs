using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>Convolution and its transposes against direct sums in double precision.</summary>
[NonParallelizable]
public class ConvolutionTests
{
    private int _threads;

    [SetUp]
    public void Remember() => _threads = Parallelism.Threads;

    [TearDown]
    public void Restore() => Parallelism.Threads = _threads;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Any_stride_padding_dilation_and_groups_equal_the_direct_sum(int rank)
    {
        var random = new Random(rank);
        for (var i = 0; i < 250; i++)
        {
            int[] Extents(Func<int> next) => [.. Enumerable.Range(0, rank).Select(_ => next())];
            var input = Extents(() => random.Next(1, rank == 1 ? 70 : rank == 2 ? 12 : 7));
            var kernel = Extents(() => random.Next(1, 5));
            var stride = Extents(() => random.Next(3) == 0 ? random.Next(1, 8) : random.Next(1, 3));
            var padding = Extents(() => random.Next(random.Next(2) == 0 ? 9 : 2));
            var dilation = Extents(() => random.Next(3) == 0 ? random.Next(1, 20) : 1);
            var (groups, channels, filters) = (random.Next(4) == 0 ? random.Next(1, 5) : 1, random.Next(1, i % 7 == 0 ? 20 : 5), random.Next(1, i % 5 == 0 ? 40 : 6));
            if (Of(random.Next(1, i % 3 == 0 ? 18 : 4), groups, channels, filters, input, kernel, stride, padding, dilation) is not { } shape) continue;
            Check<float>(shape, random, 1e-4);
            if (i % 3 == 0) Check<double>(shape, random, 1e-11);
        }
    }

    [Test]
    public void Every_width_across_the_edges_of_vectors_equals_the_direct_sum()
    {
        var random = new Random(5);
        for (var width = 1; width <= 65; width++)
            foreach (var stride in new[] { 1, 2, 3 })
            {
                Check<float>(Of(2, 1, 2, 3, [3, width], [3, 3], [1, stride], [1, 1], [1, 1])!, random, 1e-4);
                Check<double>(Of(1, 2, 1, 1, [2, width], [1, 2], [1, stride], [0, 1], [1, 1])!, random, 1e-11);
            }
    }

    [Test]
    public void Layers_large_enough_to_be_divided_equal_the_direct_sum()
    {
        var random = new Random(6);
        Check<float>(Of(2, 1, 70, 33, [40, 40], [3, 3], [1, 1], [1, 1], [1, 1])!, random, 1e-4);
        Check<float>(Of(9, 1, 40, 70, [7, 7], [3, 3], [1, 1], [1, 1], [1, 1])!, random, 1e-4);
        Check<float>(Of(1, 1, 64, 128, [14, 14], [1, 1], [2, 2], [0, 0], [1, 1])!, random, 1e-4);
    }

    [Test]
    public void A_filter_of_its_own_for_each_channel_equals_the_direct_sum()
    {
        var random = new Random(9);
        for (var width = 1; width <= 36; width++)
            foreach (var stride in new[] { 1, 2, 3 })
                foreach (var kernel in new[] { 1, 2, 3, 5 })
                    if (Of(2, 3, 1, 1, [random.Next(1, 12), width], [kernel, random.Next(1, 6)], [stride, random.Next(1, 3)], [random.Next(0, kernel), random.Next(0, 3)], [1, 1]) is { } shape)
                    {
                        Check<float>(shape, random, 1e-4);
                        Check<double>(shape, random, 1e-11);
                    }
    }

    [Test]
    public void Strided_windows_with_many_channels_equal_the_direct_sum()
    {
        var random = new Random(10);
        for (var i = 0; i < 60; i++)
        {
            int[] stride = [random.Next(2, 4), random.Next(2, 4)], kernel = [stride[0] + random.Next(0, 4), stride[1] + random.Next(0, 4)];
            var shape = Of(random.Next(1, 4), random.Next(1, 3), 16 * random.Next(1, 4), 16 * random.Next(1, 3), [random.Next(1, 30), random.Next(1, 30)], kernel, stride, [random.Next(0, 4), random.Next(0, 4)], [1, 1]);
            if (shape is not null) Check<float>(shape, random, 1e-4);
        }
        Check<float>(Of(1, 1, 32, 32, [90, 70], [3, 3], [2, 2], [1, 1], [1, 1])!, random, 1e-4);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void An_infinity_reaches_the_taps_that_meet_it_alone(int stride)
    {
        // a channel each: infinite in a corner of the image, and in a weight
        var shape = Of(1, 2, 1, 1, [6, 6], [3, 3], [stride, stride], [1, 1], [1, 1])!;
        var (x, w, y) = Operands<float>(shape, new Random(11));
        x[35] = float.PositiveInfinity;
        w[4] = float.PositiveInfinity;
        var (toW, toX) = (new float[w.Length], new float[x.Length]);
        Convolution.ToWeight<float>(shape, x, y, toW);
        Convolution.ToInput<float>(shape, y, w, [], toX);
        var met = 0;
        for (var t = 0; t < 9; t++)
        {
            var meets = stride == 1 ? t % 3 > 0 && t / 3 > 0 : t % 3 == 2 && t / 3 == 2;
            float.IsFinite(toW[t]).ShouldBe(!meets);
            met += meets ? 1 : 0;
        }
        met.ShouldBe(stride == 1 ? 4 : 1);
        toW.AsSpan(9).ToArray().ShouldAllBe(v => float.IsFinite(v));
        toX.AsSpan(0, 36).ToArray().Count(v => !float.IsFinite(v)).ShouldBe(stride == 1 ? 36 : 9);
        toX.AsSpan(36).ToArray().ShouldAllBe(v => float.IsFinite(v));
    }

    [Test]
    public void Threads_do_not_change_a_bit()
    {
        var random = new Random(7);
        foreach (var shape in new[]
        {
            Of(5, 1, 20, 30, [18, 18], [3, 3], [1, 1], [1, 1], [1, 1])!, Of(33, 1, 8, 16, [5, 5], [3, 3], [1, 1], [1, 1], [1, 1])!,
            Of(1, 1, 16, 64, [33, 33], [3, 3], [2, 2], [1, 1], [1, 1])!, Of(4, 24, 1, 1, [15, 15], [3, 3], [1, 1], [1, 1], [1, 1])!,
            Of(3, 1, 16, 32, [40, 40], [3, 3], [2, 2], [1, 1], [1, 1])!, Of(6, 1, 1, 6, [28, 28], [5, 5], [1, 1], [2, 2], [1, 1])!,
        })
        {
            var (x, w, y) = Operands<float>(shape, random);
            float[]? expected = null;
            foreach (var threads in new[] { 1, 2, 3, 16 })
            {
                Parallelism.Threads = threads;
                var (a, b, c) = (new float[y.Length], new float[x.Length], new float[w.Length]);
                Convolution.Run<float>(shape, x, w, [], a);
                Convolution.ToInput<float>(shape, y, w, [], b);
                Convolution.ToWeight<float>(shape, x, y, c);
                float[] all = [.. a, .. b, .. c];
                expected ??= all;
                all.AsSpan().SequenceEqual(expected).ShouldBeTrue();
            }
        }
    }

    [Test]
    public void Padding_is_multiplied_like_any_zero()
    {
        var shape = Of(1, 1, 1, 1, [2, 2], [3, 3], [1, 1], [1, 1], [1, 1])!;
        float[] x = [1, 2, 3, 4], y = new float[4];
        foreach (var special in new[] { float.NaN, float.PositiveInfinity })
        {
            var w = new float[9];
            w[0] = special;         // meets the image only in the last window
            Convolution.Run<float>(shape, x, w, [], y);
            y[..3].ShouldAllBe(v => float.IsNaN(v));
            y[3].ShouldBe(special);
        }
    }

    [Test]
    public void Nothing_makes_nothing_or_the_bias()
    {
        var none = Of(0, 1, 2, 2, [3, 3], [2, 2], [1, 1], [0, 0], [1, 1])!;
        var w = new float[none.WeightSize];
        Array.Fill(w, 7f);
        Convolution.ToWeight<float>(none, [], [], w);
        w.ShouldAllBe(v => v == 0);
        // a stride beyond the kernel leaves elements that no window reads
        var gaps = Of(1, 1, 1, 1, [5, 5], [1, 1], [3, 3], [0, 0], [1, 1])!;
        var x = new float[25];
        Convolution.ToInput<float>(gaps, [1, 1, 1, 1], [2], [10], x);
        for (var i = 0; i < 25; i++) x[i].ShouldBe(i / 5 % 3 == 0 && i % 5 % 3 == 0 ? 12f : 10f);
    }

    [Test]
    public void A_second_run_allocates_next_to_nothing()
    {
        Parallelism.Threads = 1;
        var random = new Random(8);
        var shape = Of(8, 1, 32, 32, [16, 16], [3, 3], [1, 1], [1, 1], [1, 1])!;
        var (x, w, y) = Operands<float>(shape, random);
        var (toX, toW, toY) = Operands<float>(shape, random);
        void All()
        {
            Convolution.Run<float>(shape, x, w, [], toY);
            Convolution.ToInput<float>(shape, y, w, [], toX);
            Convolution.ToWeight<float>(shape, x, y, toW);
        }
        All();
        All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        All();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16_384);
    }

    private static ConvolutionShape? Of(int batch, int groups, int channels, int filters, int[] input, int[] kernel, int[] stride, int[] padding, int[] dilation)
    {
        var output = new int[input.Length];
        for (var a = 0; a < input.Length; a++)
        {
            var room = input[a] + 2L * padding[a] - WindowGrid.Span(kernel[a], dilation[a]);
            if (room < 0) return null;
            output[a] = (int)(room / stride[a]) + 1;
        }
        return new ConvolutionShape(batch, groups, channels, filters, new WindowGrid(input, kernel, stride, padding, dilation, output));
    }

    private static (T[] X, T[] W, T[] Y) Operands<T>(ConvolutionShape shape, Random random) where T : IFloatingPointIeee754<T> =>
        (Numbers<T>(shape.Batch * shape.Groups * shape.ImageSize, random), Numbers<T>(shape.Groups * shape.WeightSize, random), Numbers<T>(shape.Batch * shape.Groups * shape.ResultSize, random));

    private static T[] Numbers<T>(int count, Random random) where T : IFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        for (var i = 0; i < count; i++) numbers[i] = T.CreateChecked((float)(random.NextDouble() - 0.5));
        return numbers;
    }

    private static void Check<T>(ConvolutionShape shape, Random random, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (grid, channels, filters) = (shape.Grid, shape.Channels, shape.Filters);
        var (x, w, y) = Operands<T>(shape, random);
        var biasY = random.Next(2) == 0 ? Numbers<T>(shape.Groups * filters, random) : [];
        var biasX = random.Next(2) == 0 ? Numbers<T>(shape.Groups * channels, random) : [];
        var (toY, toX, toW) = (new double[y.Length], new double[x.Length], new double[w.Length]);
        if (biasY.Length > 0)
            for (var i = 0; i < toY.Length; i++) toY[i] = double.CreateChecked(biasY[i / grid.OutputSize % biasY.Length]);
        if (biasX.Length > 0)
            for (var i = 0; i < toX.Length; i++) toX[i] = double.CreateChecked(biasX[i / grid.InputSize % biasX.Length]);
        for (var o = 0; o < grid.OutputSize; o++)
            for (var t = 0; t < grid.KernelSize; t++)
            {
                if (Element(grid, o, t) is not { } at) continue;
                for (var n = 0; n < shape.Batch * shape.Groups; n++)
                    for (var f = 0; f < filters; f++)
                        for (var c = 0; c < channels; c++)
                        {
                            var (i, j, k) = ((n * channels + c) * grid.InputSize + at, ((n % shape.Groups * filters + f) * channels + c) * grid.KernelSize + t, (n * filters + f) * grid.OutputSize + o);
                            var (a, b, g) = (double.CreateChecked(x[i]), double.CreateChecked(w[j]), double.CreateChecked(y[k]));
                            toY[k] += a * b;
                            toX[i] += g * b;
                            toW[j] += a * g;
                        }
            }
        var (actualY, actualX, actualW) = (new T[y.Length], new T[x.Length], new T[w.Length]);
        Convolution.Run<T>(shape, x, w, biasY, actualY);
        Convolution.ToInput<T>(shape, y, w, biasX, actualX);
        Convolution.ToWeight<T>(shape, x, y, actualW);
        Compare(shape, actualY, toY, tolerance);
        Compare(shape, actualX, toX, tolerance);
        Compare(shape, actualW, toW, tolerance);
    }

    private static int? Element(WindowGrid grid, int window, int tap)
    {
        var (at, step) = (0, 1);
        for (var axis = grid.Rank - 1; axis >= 0; axis--)
        {
            var i = window % grid.Output[axis] * grid.Stride[axis] + tap % grid.Kernel[axis] * grid.Dilation[axis] - grid.Padding[axis];
            if (i < 0 || i >= grid.Input[axis]) return null;
            (window, tap, at, step) = (window / grid.Output[axis], tap / grid.Kernel[axis], at + i * step, step * grid.Input[axis]);
        }
        return at;
    }

    private static void Compare<T>(ConvolutionShape shape, T[] actual, double[] expected, double tolerance) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(double.CreateChecked(actual[i]) - expected[i]) <= tolerance * (1 + Math.Abs(expected[i]))))
                Assert.Fail($"{typeof(T).Name} {shape} [{string.Join(", ", shape.Grid.Input)}] kernel [{string.Join(", ", shape.Grid.Kernel)}]: {actual[i]} at {i}, not {expected[i]}");
    }
}
