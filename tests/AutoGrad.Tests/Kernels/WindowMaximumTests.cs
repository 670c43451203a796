using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class WindowMaximumTests
{
    [Test]
    public void Two_by_two_in_vectors_chooses_as_one_by_one()
    {
        var random = new Random(3);
        float[] some = [0, 1, 1, -1, 2, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f];
        for (var width = 2; width <= 70; width++)
        {
            const int Height = 5, Planes = 3;
            var x = new float[Planes * Height * width];
            for (var i = 0; i < x.Length; i++) x[i] = random.Next(2) == 0 ? (float)random.NextDouble() : some[random.Next(some.Length)];
            var (rows, columns) = (Height / 2, width / 2);
            PoolWindows[] axes = [Pairs(Height, rows), Pairs(width, columns)];
            var (values, y) = (new float[Planes * rows * columns], new int[Planes * rows * columns]);
            WindowMaximum.Run<float>(axes, x, values, y);
            for (var i = 0; i < y.Length; i++)
            {
                var plane = i / (rows * columns);
                var (first, best) = (i / columns % rows * 2 * width + i % columns * 2, -1);
                foreach (var at in new[] { first, first + 1, first + width, first + width + 1 })
                    if (best < 0 || float.IsNaN(x[plane * Height * width + at]) || x[plane * Height * width + at] > x[plane * Height * width + best]) best = at;
                y[i].ShouldBe(best, $"width {width}, window {i}");
                values[i].ShouldBe(x[plane * Height * width + best]);
            }
        }
    }

    [Test]
    public void Overlapping_windows_in_vectors_choose_as_one_by_one()
    {
        var random = new Random(4);
        float[] some = [0, 1, 1, -1, 2, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f];
        foreach (var (planes, height, width, step) in new[] { (1, 5, 9, 1), (16, 7, 7, 1), (19, 9, 4, 2), (33, 12, 20, 1), (3, 1, 40, 3) })
        {
            var x = new float[planes * height * width];
            for (var i = 0; i < x.Length; i++) x[i] = random.Next(2) == 0 ? (float)random.NextDouble() : some[random.Next(some.Length)];
            var (down, across) = (Threes(height, step), Threes(width, step));
            var windows = down.Windows * across.Windows;
            var (values, y) = (new float[planes * windows], new int[planes * windows]);
            WindowMaximum.Run<float>([down, across], x, values, y);
            for (var i = 0; i < y.Length; i++)
            {
                var (plane, row, column, best) = (i / windows * height * width, i % windows / across.Windows, i % across.Windows, -1);
                for (var a = 0; a < down.Count[row]; a++)
                    for (var b = 0; b < across.Count[column]; b++)
                    {
                        var at = (down.First[row] + a * step) * width + across.First[column] + b * step;
                        if (best < 0 || float.IsNaN(x[plane + at]) || x[plane + at] > x[plane + best]) best = at;
                    }
                y[i].ShouldBe(best, $"{planes} planes {height}x{width}, window {i}");
                values[i].ShouldBe(x[plane + best]);
            }
        }
    }

    /// <summary>Up to three elements, every second one.</summary>
    private static PoolWindows Threes(int extent, int step)
    {
        var windows = (extent + 1) / 2;
        var (first, count) = (new int[windows], new int[windows]);
        for (var o = 0; o < windows; o++) (first[o], count[o]) = (2 * o, Math.Min(3, (extent - 2 * o + step - 1) / step));
        return new PoolWindows(extent, first, count, step);
    }

    private static PoolWindows Pairs(int extent, int windows)
    {
        var (first, count) = (new int[windows], new int[windows]);
        for (var o = 0; o < windows; o++) (first[o], count[o]) = (2 * o, 2);
        return new PoolWindows(extent, first, count, 1);
    }
}
