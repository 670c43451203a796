using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>3×3 convolutions in fewer multiplications, against the direct sum in double precision.</summary>
[NonParallelizable]
public class WinogradTests
{
    // of what the direct sum in float has, 5e-7 to 2e-6, about twice; the largest of all elements in units of their root mean square
    private const double Typical = 4e-6, Largest = 4e-5;

    [TearDown]
    public void TurnOn() => AppContext.SetSwitch(WinogradRule.Switch, false);

    [TestCase(8, 32)]
    [TestCase(16, 16)]
    [TestCase(17, 33)]
    [TestCase(40, 24)]
    [TestCase(64, 64)]
    [TestCase(300, 20)]
    [TestCase(20, 300)]
    public void Typical_errors_are_below_1e_5_for_any_channels(int channels, int filters)
    {
        Check(Of(2, 1, channels, filters, [13, 18], [1, 1]), new Random(channels));
        Check(Of(5, 1, channels, filters, [4, 4], [1, 1]), new Random(filters));
    }

    [Test]
    public void Every_extent_and_padding_is_covered()
    {
        var random = new Random(1);
        for (var extent = 1; extent <= 20; extent++)
            for (var padding = 0; padding <= 4; padding++)
                if (extent + 2 * padding >= 3 && extent + 2 * padding - 2 > 0)
                {
                    Check(Of(2, 1, 16, 16, [extent, Math.Max(3, 22 - extent)], [padding, (padding + 1) % 4]), random);
                    Check(Of(1, 2, 16, 17, [Math.Max(3, 21 - extent), extent], [(padding + 2) % 4, padding]), random);
                }
    }

    [Test]
    public void Sums_over_many_images_stay_as_accurate() => Check(Of(64, 1, 16, 24, [12, 12], [1, 1]), new Random(2));

    [Test]
    public void An_infinity_or_NaN_reaches_what_its_windows_reach()
    {
        var shape = Of(3, 1, 16, 16, [9, 9], [1, 1]);
        var (x, w, y) = Operands(shape, new Random(3));
        foreach (var special in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var (spoiltX, spoiltY) = ((float[])x.Clone(), (float[])y.Clone());
            spoiltX[shape.ImageSize + 3 * 81 + 40] = spoiltY[shape.ResultSize + 5 * 81 + 40] = special;
            var fast = All(shape, spoiltX, w, spoiltY);
            var clean = All(shape, x, w, y);
            AppContext.SetSwitch(WinogradRule.Switch, true);
            var direct = All(shape, spoiltX, w, spoiltY);
            AppContext.SetSwitch(WinogradRule.Switch, false);
            // the image is computed again by the direct sum, others are as before
            foreach (var (actual, expected, before) in new[] { (fast.Y, direct.Y, clean.Y), (fast.X, direct.X, clean.X) })
            {
                var size = actual.Length / 3;
                actual.AsSpan(size, size).SequenceEqual(expected.AsSpan(size, size)).ShouldBeTrue();
                actual.Count(v => !float.IsFinite(v)).ShouldBe(9 * 16);
                actual.AsSpan(0, size).SequenceEqual(before.AsSpan(0, size)).ShouldBeTrue();
                actual.AsSpan(2 * size).SequenceEqual(before.AsSpan(2 * size)).ShouldBeTrue();
            }
            fast.W.AsSpan().SequenceEqual(direct.W).ShouldBeTrue();
            fast.W.Count(v => !float.IsFinite(v)).ShouldBe(9 * 31);
        }
    }

    [Test]
    public void What_overflows_on_the_way_alone_is_computed_directly()
    {
        var shape = Of(1, 1, 16, 16, [8, 8], [1, 1]);
        var (x, w, y) = Operands(shape, new Random(4));
        for (var i = 0; i < x.Length; i++) x[i] *= 3e37f;
        for (var i = 0; i < w.Length; i++) w[i] *= 1e-2f;
        All(shape, x, w, y).Y.ShouldAllBe(v => float.IsFinite(v));
    }

    [Test]
    public void Bits_do_not_depend_on_threads()
    {
        var before = Parallelism.Threads;
        try
        {
            foreach (var shape in new[] { Of(5, 1, 40, 70, [18, 23], [1, 1]), Of(33, 1, 16, 16, [5, 5], [1, 1]), Of(2, 2, 80, 16, [40, 9], [0, 2]) })
            {
                var (x, w, y) = Operands(shape, new Random(5));
                float[]? expected = null;
                foreach (var threads in new[] { 1, 2, 3, 16 })
                {
                    Parallelism.Threads = threads;
                    var (a, b, c) = All(shape, x, w, y);
                    float[] all = [.. a, .. b, .. c];
                    expected ??= all;
                    all.AsSpan().SequenceEqual(expected).ShouldBeTrue();
                }
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [TestCase(1, 64, 64, 32, 32, true, true)]
    [TestCase(32, 16, 16, 32, 32, true, true)]
    [TestCase(8, 3, 16, 32, 32, false, false)]
    [TestCase(8, 8, 8, 32, 32, false, true)]
    [TestCase(1, 512, 512, 7, 7, false, true)]
    [TestCase(8, 512, 512, 7, 7, true, true)]
    [TestCase(8, 64, 64, 1, 256, false, false)]
    [TestCase(8, 64, 64, 1, 1, true, true)]
    public void It_is_used_where_it_pays(int batch, int channels, int filters, int height, int width, bool forward, bool gradient)
    {
        var shape = Of(batch, 1, channels, filters, [height, width], [1, 1]);
        var fused = Fma.IsSupported || AdvSimd.IsSupported;
        WinogradRule.Takes(shape, shape.Grid.Output).ShouldBe(forward && fused);
        WinogradRule.Takes(shape, shape.Grid.Output, forWeight: true).ShouldBe(gradient && fused);
        AppContext.SetSwitch(WinogradRule.Switch, true);
        WinogradRule.Takes(shape, shape.Grid.Output).ShouldBeFalse();
        WinogradRule.Takes(shape, shape.Grid.Output, forWeight: true).ShouldBeFalse();
    }

    [Test]
    public void Other_windows_are_left_to_the_direct_sum()
    {
        ConvolutionShape With(int[] kernel, int[] stride, int[] dilation) => new(8, 1, 64, 64, new WindowGrid([32, 32], kernel, stride, [1, 1], dilation, [32, 32]));
        WinogradRule.CanTake(With([3, 3], [1, 1], [1, 1]), [32, 32]).ShouldBeTrue();
        WinogradRule.CanTake(With([3, 3], [2, 1], [1, 1]), [32, 32]).ShouldBeFalse();
        WinogradRule.CanTake(With([3, 3], [1, 1], [1, 2]), [32, 32]).ShouldBeFalse();
        WinogradRule.CanTake(With([3, 5], [1, 1], [1, 1]), [32, 32]).ShouldBeFalse();
        WinogradRule.CanTake(new(8, 1, 64, 64, new WindowGrid([32], [3], [1], [1], [1], [32])), [32]).ShouldBeFalse();
    }

    private static ConvolutionShape Of(int batch, int groups, int channels, int filters, int[] input, int[] padding) =>
        new(batch, groups, channels, filters, new WindowGrid(input, [3, 3], [1, 1], padding, [1, 1], [input[0] + 2 * padding[0] - 2, input[1] + 2 * padding[1] - 2]));

    private static (float[] X, float[] W, float[] Y) Operands(ConvolutionShape shape, Random random) =>
        (Normal(shape.Batch * shape.Groups * shape.ImageSize, random), Normal(shape.Groups * shape.WeightSize, random), Normal(shape.Batch * shape.Groups * shape.ResultSize, random));

    private static float[] Normal(int count, Random random)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++) numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }

    private static (float[] Y, float[] X, float[] W) All(ConvolutionShape shape, float[] x, float[] w, float[] y)
    {
        var (toY, toX, toW) = (new float[y.Length], new float[x.Length], new float[w.Length]);
        Convolution.Run<float>(shape, x, w, [], toY);
        Convolution.ToInput<float>(shape, y, w, [], toX);
        Convolution.ToWeight<float>(shape, x, y, toW);
        return (toY, toX, toW);
    }

    private static unsafe void Check(ConvolutionShape shape, Random random)
    {
        var (x, w, y) = Operands(shape, random);
        var (biasY, biasX) = (random.Next(2) == 0 ? Normal(shape.Groups * shape.Filters, random) : [], random.Next(2) == 0 ? Normal(shape.Groups * shape.Channels, random) : []);
        var (toY, toX, toW) = (new float[y.Length], new float[x.Length], new float[w.Length]);
        var spoilt = new bool[shape.Batch];
        var grid = shape.Grid;
        // below the rule, which would leave small ones to the direct sum
        fixed (float* px = x, pw = w, py = y, by = biasY, bx = biasX, ty = toY, tx = toX, tw = toW)
        {
            new WinogradProduct(grid.Input, (grid.Padding[0], grid.Padding[1]), grid.Output, shape.Batch, shape.Groups, shape.Channels, shape.Filters).Run(px, pw, false, by, ty, spoilt);
            spoilt.ShouldAllBe(s => !s);
            new WinogradProduct(grid.Output, (2 - grid.Padding[0], 2 - grid.Padding[1]), grid.Input, shape.Batch, shape.Groups, shape.Filters, shape.Channels).Run(py, pw, true, bx, tx, spoilt);
            spoilt.ShouldAllBe(s => !s);
            new WinogradGradient(grid, shape.Batch, shape.Groups, shape.Channels, shape.Filters).Run(px, py, tw).ShouldBeTrue();
        }
        var (exactY, exactX, exactW) = (new double[y.Length], new double[x.Length], new double[w.Length]);
        double[] Wide(float[] from) => [.. from.Select(v => (double)v)];
        Convolution.Run<double>(shape, Wide(x), Wide(w), Wide(biasY), exactY);
        Convolution.ToInput<double>(shape, Wide(y), Wide(w), Wide(biasX), exactX);
        Convolution.ToWeight<double>(shape, Wide(x), Wide(y), exactW);
        Compare(shape, toY, exactY);
        Compare(shape, toX, exactX);
        Compare(shape, toW, exactW);
    }

    private static void Compare(ConvolutionShape shape, float[] actual, double[] exact)
    {
        var (largest, squares, scale) = (0.0, 0.0, 0.0);
        for (var i = 0; i < exact.Length; i++)
        {
            var error = Math.Abs(actual[i] - exact[i]);
            (largest, squares, scale) = (Math.Max(largest, error), squares + error * error, scale + exact[i] * exact[i]);
        }
        scale = Math.Max(Math.Sqrt(scale / exact.Length), 1e-30);
        var message = $"{shape} [{string.Join(", ", shape.Grid.Input)}], padding [{string.Join(", ", shape.Grid.Padding)}]";
        (Math.Sqrt(squares / exact.Length) / scale).ShouldBeLessThan(Typical, message);
        (largest / scale).ShouldBeLessThan(Largest, message);
    }
}
