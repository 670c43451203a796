using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class ComparisonTests
{
    [Test]
    public void Each_length_and_special_value_compares_as_in_Csharp()
    {
        float[] special = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon];
        Check(special);
        Check(special.Select(x => (double)x).ToArray());
        Check([0, 1, -1, int.MaxValue, int.MinValue, 7]);
        Check([0, 1, -1, long.MaxValue, long.MinValue, 1L << 32]);
    }

    [Test]
    public void Where_takes_each_element_from_its_side_at_every_length()
    {
        for (var n = 1; n <= 65; n++)
        {
            var mask = Enumerable.Range(0, n).Select(i => i * 7 % 3 == 0).ToArray();
            var (x, y) = (Tensor.Arange(0, n, 1, DType.Float32), Tensor.Arange(0, n, 1, DType.Float32) - 100);
            var condition = Tensor.From(mask);
            Tensor.Where(condition, x, y).ToArray<float>().ShouldBe(mask.Select((m, i) => m ? i : i - 100f));
            Tensor.Where(condition, x, float.NaN).ToArray<float>().ShouldBe(mask.Select((m, i) => m ? i : float.NaN));
            Tensor.Where(condition, -1, y).ToArray<float>().ShouldBe(mask.Select((m, i) => m ? -1 : i - 100f));
            Tensor.Where(condition, x.To(DType.Int64), y.To(DType.Int64)).ToArray<long>().ShouldBe(mask.Select((m, i) => m ? i : i - 100L));
        }
    }

    [Test]
    public void Random_words_are_the_same_one_by_one_and_side_by_side()
    {
        var philox = new Philox(0x1234_5678_9ABC_DEF0);
        foreach (var start in new ulong[] { 0, 5, uint.MaxValue - 1, ulong.MaxValue - 2 })
            for (var n = 1; n <= 65; n++)
            {
                var longs = new ulong[n];
                philox.Fill(start, longs);
                for (var i = 0; i < n; i++)
                {
                    var words = philox.At(unchecked(start + (ulong)(i / 2)));
                    longs[i].ShouldBe(i % 2 == 0 ? words.Long0 : words.Long1);
                }
            }
    }

    private static void Check<T>(T[] values) where T : unmanaged, INumber<T>
    {
        for (var n = 1; n <= 65; n++)
        {
            var x = Enumerable.Range(0, n).Select(i => values[i % values.Length]).ToArray();
            var y = Enumerable.Range(0, n).Select(i => values[(i * 5 + n) / 3 % values.Length]).ToArray();
            Run<T, IsLess>(x, y).ShouldBe(x.Zip(y, (a, b) => a < b));
            Run<T, IsLessOrEqual>(x, y).ShouldBe(x.Zip(y, (a, b) => a <= b));
            Run<T, IsEqual>(x, y).ShouldBe(x.Zip(y, (a, b) => a == b));
            Run<T, IsOther>(x, y).ShouldBe(x.Zip(y, (a, b) => a != b));
        }
    }

    private static bool[] Run<T, C>(T[] x, T[] y) where T : unmanaged, INumber<T> where C : struct, IComparison
    {
        var z = new bool[x.Length];
        Comparisons.Run<T, C>(x, y, z);
        return z;
    }
}
