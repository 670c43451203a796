using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

/// <summary>Optimizers without a curve of another engine, against their formulas in plain C#.</summary>
public class MoreOptimizersTests
{
    private static readonly double[] s_gradients = [0.5, -1, 0.25, 0.25, -0.125, 0, 3];

    [Test]
    public void Lion_steps_by_the_sign_of_its_momentum()
    {
        var (w, m) = (1.0, 0.0);
        ShouldFollow(p => new Lion([p], 0.1, 0.9, 0.99, weightDecay: 0.01), g =>
        {
            w = w * (1 - 0.1 * 0.01) - 0.1 * Math.Sign(0.9 * m + 0.1 * g);
            m = 0.99 * m + 0.01 * g;
            return w;
        });
    }

    [Test]
    public void Rprop_lengthens_its_step_while_the_sign_stays()
    {
        var (w, before, step) = (1.0, 0.0, 0.1);
        ShouldFollow(p => new Rprop([p], 0.1), g =>
        {
            var turn = Math.Sign(g * before);
            step = Math.Clamp(step * (turn < 0 ? 0.5 : turn > 0 ? 1.2 : 1), 1e-6, 50);
            before = turn < 0 ? 0 : g;
            return w -= Math.Sign(before) * step;
        });
    }

    [Test]
    public void Asgd_keeps_the_average_of_its_parameters()
    {
        var (w, average, t) = (1.0, 0.0, 0);
        var optimizer = ShouldFollow(p => new Asgd([p], 0.1, lambda: 0.01, averageStart: 2), g =>
        {
            t++;
            var rate = 0.1 / Math.Pow(1 + 0.01 * 0.1 * (t - 1), 0.75);
            w = w * (1 - 0.01 * rate) - rate * g;
            average += (t == 1 ? 1 : 1.0 / Math.Max(1, t - 1 - 2)) * (w - average);
            return w;
        });
        optimizer.Slot(0, "average")!.ToArray<double>()[0].ShouldBe(average, 1e-15);
    }

    [Test]
    public void NAdam_is_the_paper_s_unless_told_otherwise()
    {
        var (w, m, v, product, t) = (1.0, 0.0, 0.0, 1.0, 0);
        ShouldFollow(p => new NAdam([p], 0.1), g =>
        {
            t++;
            var (now, next) = (0.9 * (1 - 0.5 * Math.Pow(0.96, t * 4e-3)), 0.9 * (1 - 0.5 * Math.Pow(0.96, (t + 1) * 4e-3)));
            product *= now;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            var divisor = Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8;
            return w -= 0.1 * ((1 - now) / (1 - product) * g + next / (1 - product * next) * m) / divisor;
        });
    }

    [Test]
    public void A_slot_is_asked_for_by_name()
    {
        var adam = new Adam([new Parameter(Tensor.Zeros([2]))]);
        adam.Slot(0, "mean").ShouldBeNull();
        Should.Throw<ArgumentException>(() => adam.Slot(0, "velocity")).Message.ShouldContain("mean, square");
        Should.Throw<ArgumentOutOfRangeException>(() => adam.Slot(1, "mean")).Message.ShouldContain("1 parameters");
    }

    private static Optimizer ShouldFollow(Func<Parameter, Optimizer> create, Func<double, double> formula)
    {
        var p = new Parameter(Tensor.Ones([5], DType.Float64));
        var optimizer = create(p);
        foreach (var g in s_gradients)
        {
            p.Grad = Tensor.Full([5], g, DType.Float64);
            optimizer.Step();
            var expected = formula(g);
            foreach (var value in p.ToArray<double>()) value.ShouldBe(expected, 1e-14);
        }
        return optimizer;
    }
}
