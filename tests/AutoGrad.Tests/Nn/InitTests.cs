using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class InitTests
{
    private static Parameter Weight(params int[] extents) => new(Tensor.Zeros(new Shape(extents), DType.Float64));

    private static double Deviation(Parameter p) => Math.Sqrt(p.ToArray<double>().Average(v => v * v));

    [Test]
    public void Fills_are_in_place_and_count_as_a_change()
    {
        var parameter = Weight(2, 2);
        Init.Constant(parameter, 3).ShouldBeSameAs(parameter);
        parameter.ToArray<double>().ShouldAllBe(v => v == 3);
        parameter.Version.ShouldBe(1);
        Init.Ones(parameter).ToArray<double>().ShouldAllBe(v => v == 1);
        Init.Zeros(parameter).ToArray<double>().ShouldAllBe(v => v == 0);
        parameter.RequiresGrad.ShouldBeTrue();
    }

    [Test]
    public void Random_fills_have_the_scale_the_papers_state()
    {
        var random = new Generator(5);
        var (fanIn, fanOut) = (90.0, 60.0);     // [20, 30, 3]
        (Parameter Filled, double Deviation, double Bound)[] cases =
        [
            (Init.XavierUniform(Weight(20, 30, 3), 2, random), 2 * Math.Sqrt(2 / (fanIn + fanOut)), 2 * Math.Sqrt(6 / (fanIn + fanOut))),
            (Init.XavierNormal(Weight(20, 30, 3), 1, random), Math.Sqrt(2 / (fanIn + fanOut)), double.PositiveInfinity),
            (Init.KaimingUniform(Weight(20, 30, 3), generator: random), Math.Sqrt(2 / fanIn), Math.Sqrt(6 / fanIn)),
            (Init.KaimingNormal(Weight(20, 30, 3), fanMode: FanMode.FanOut, nonlinearity: Nonlinearity.Tanh, generator: random), 5.0 / 3 / Math.Sqrt(fanOut), double.PositiveInfinity),
            (Init.Normal(Weight(20, 30, 3), 0, 0.5, random), 0.5, double.PositiveInfinity),
            (Init.Uniform(Weight(20, 30, 3), -1, 1, random), Math.Sqrt(1 / 3.0), 1),
        ];
        foreach (var (filled, deviation, bound) in cases)
        {
            Deviation(filled).ShouldBe(deviation, 0.06 * deviation);
            filled.ToArray<double>().ShouldAllBe(v => Math.Abs(v) <= bound);
        }
    }

    [TestCase(Nonlinearity.Linear, 1)]
    [TestCase(Nonlinearity.Sigmoid, 1)]
    [TestCase(Nonlinearity.Tanh, 5.0 / 3)]
    [TestCase(Nonlinearity.Relu, 1.4142135623730951)]
    [TestCase(Nonlinearity.LeakyRelu, 1.4141428569978354)]
    [TestCase(Nonlinearity.Selu, 0.75)]
    public void Gains_are_known(Nonlinearity nonlinearity, double gain) => Init.CalculateGain(nonlinearity).ShouldBe(gain, 1e-15);

    [Test]
    public void A_weight_without_fans_is_refused()
    {
        Should.Throw<ArgumentException>(() => Init.XavierUniform(Weight(3))).Message.ShouldContain("two axes");
        Should.Throw<ArgumentException>(() => Init.KaimingNormal(Weight(0, 3))).Message.ShouldContain("without elements");
        Should.Throw<ArgumentNullException>(() => Init.Zeros(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => Init.CalculateGain((Nonlinearity)99));
    }
}
