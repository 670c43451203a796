using System.Runtime.CompilerServices;
using AutoGrad.Nn;

namespace AutoGrad.Tests.Control;

/// <summary>The first NaN or infinity is found where it arises.</summary>
public class AnomalyTests
{
    private static int Line([CallerLineNumber] int line = 0) => line;

    [Test]
    public void A_forward_NaN_names_the_op_its_inputs_the_module_and_the_line()
    {
        var x = Tensor.From([1.0, -1.0, 4.0]).WithGrad();
        AnomalyException? found = null;
        var line = 0;
        using (Anomaly.Detect())
        using (NameScope.Enter("Net"))
        using (NameScope.Enter("Head"))
            try
            {
                line = Line(); _ = (x * 2).Sqrt();
            }
            catch (AnomalyException e)
            {
                found = e;
            }
        found.ShouldNotBeNull();
        (found.Op, found.Module, found.IsBackward).ShouldBe(("Sqrt", "Net.Head", false));
        found.CallSite!.File!.ShouldEndWith("AnomalyTests.cs");
        found.CallSite.Line.ShouldBe(line);
        found.CallSite.Member.ShouldContain(nameof(AnomalyTests));
        found.Message.ShouldContain("Sqrt: its result [3] Float64: 1 NaN of 3, from 1.414 to 2.828, mean 2.121. Input 0 [3] Float64: all finite, from -2 to 8, mean 2.667.");
        found.Message.ShouldEndWith("In module Net.Head.");
        Math.Sqrt(-1).ShouldBe((x * 2).Sqrt().ToArray<double>()[1]);      // nobody looks any more
    }

    [Test]
    public void A_backward_infinity_names_the_line_of_the_forward_op()
    {
        var x = Tensor.From([0.0, 1.0]).WithGrad();
        using (Anomaly.Detect())
        {
            var line = Line(); var y = x.Sqrt();
            var found = Catch(() => (y * 3).Sum().Backward());
            (found.Op, found.IsBackward, found.CallSite!.Line).ShouldBe(("Sqrt", true, line));
            found.Message.ShouldContain("Sqrt: its rule's gradient for input 0 [2] Float64: 1 ∞ of 2, from 1.5 to 1.5, mean 1.5. The upstream gradient [2] Float64: all finite");
        }
        x.Grad.ShouldBeNull();
        var late = x.Sqrt();
        using (Anomaly.Detect()) Catch(() => late.Sum().Backward()).Message.ShouldContain("before anomalies were looked for");
    }

    [Test]
    public void Inputs_that_were_bad_before_are_told_apart()
    {
        using (Anomaly.Detect())
            Catch(() => Tensor.From([1f, float.NaN]).Exp()).Message.ShouldContain("Input 0 [2] Float32: 1 NaN of 2, from 1 to 1, mean 1, before any op made it.");
    }

    [Test]
    public void Infinities_can_be_meant()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var mask = Tensor.From([false, true]);
        Tensor Attend() => x.MaskedFill(mask, double.NegativeInfinity).Softmax(0);
        using (Anomaly.Detect(allowInfinities: true))
        {
            Attend().Square().Sum().Backward();
            Catch(() => (Attend().Log() * 0).Sum().Backward()).Op.ShouldBe("Multiply");
        }
        using (Anomaly.Detect()) Catch(() => Attend()).Op.ShouldBe("Where");
    }

    [Test]
    public void Layers_custom_functions_and_several_outputs()
    {
        Sequential net = [new Linear(2, 2, generator: new Generator(1)), new Relu()];
        using (Anomaly.Detect())
        {
            Catch(() => net.Call(Tensor.From([float.PositiveInfinity, 1], [1, 2]))).Module.ShouldBe("Sequential.0");
            var x = Tensor.From([1.0]).WithGrad();
            var bad = Autodiff.Custom(t => t * 1, (_, _, g) => g / 0, "Bad");
            var line = Line(); var y = bad(x);
            var found = Catch(() => y.Backward());
            (found.Op, found.IsBackward, found.CallSite!.Line).ShouldBe(("Bad", true, line));
            Autodiff.Gradient(x.Clone().Split(1)[0], x).Item<double>().ShouldBe(1);
        }
        OpObserver.Any.ShouldBeFalse();
    }

    [Test]
    public void What_an_op_does_inside_is_its_own_business()
    {
        using (Anomaly.Detect())
        {
            var x = Tensor.From([0.0, 2.0]).WithGrad();
            Tensor.From([0.0, 1.0]).Xlogy(x).Sum().Item<double>().ShouldBe(Math.Log(2));
            x.Softplus().Sum().Backward();
        }
    }

    private static AnomalyException Catch(Action body) => Should.Throw<AnomalyException>(body);

    private static AnomalyException Catch(Func<Tensor> body) => Should.Throw<AnomalyException>(() => { body(); });
}
