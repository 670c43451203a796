using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class HyperbolicTangentTests
{
    [Test]
    public void Tanh_is_within_three_units_in_the_last_place_of_the_platforms()
    {
        var x = new double[20_000];
        for (var i = 0; i < x.Length; i++) x[i] = (i % 2 == 0 ? 1 : -1) * Math.Pow(10, -12 + 13.5 * i / x.Length);
        var y = new double[x.Length];
        HyperbolicTangent.Run(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Math.Tanh(x[i]);
            Math.Abs(y[i] - exact).ShouldBeLessThanOrEqualTo(3 * (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact)), $"{x[i]:R}");
        }
        var single = Array.ConvertAll(x, v => (float)v);
        var result = new float[x.Length];
        HyperbolicTangent.Run(single, result);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = (float)Math.Tanh(single[i]);
            Math.Abs(result[i] - exact).ShouldBeLessThanOrEqualTo(3 * (MathF.BitIncrement(Math.Abs(exact)) - Math.Abs(exact)), $"{single[i]:R}");
        }
    }
}
