using System.Reflection;

namespace AutoGrad.Tests.Samples;

[NonParallelizable]
public class CartPoleSampleTests
{
    [Test]
    public void The_pole_is_held_many_times_as_long_as_by_chance()
    {
        var run = SampleProgram.Run("cartpole.cs", "--quick");
        run.ExitCode.ShouldBe(0);
        PrintedNumber.After("mean return over 100 new episodes: ", run.Output).ShouldBeGreaterThan(100);      // by chance it is about 22
    }

    [TestCase(0.01, -0.3, 0.02, 0.4, true)]
    [TestCase(-1.2, 0.8, -0.15, -1.1, false)]
    [TestCase(2.39, 2.5, 0.2, 2.2, true)]
    public void The_world_obeys_the_equations_of_motion(double x, double speed, double angle, double spin, bool right)
    {
        var type = Assembly.Load(SampleProgram.Compile("cartpole.cs")).GetType("CartPole")!;
        var world = Activator.CreateInstance(type, [new[] { (float)x, (float)speed, (float)angle, (float)spin }])!;
        type.GetMethod("Push")!.Invoke(world, [right]);
        var state = (float[])type.GetProperty("State")!.GetValue(world)!;

        // Lagrange's equations of a cart with a uniform rod, half length l, solved as a system of two:
        // (M + m) x'' + m l cos θ'' = F + m l θ'^2 sin,   m l cos x'' + 4/3 m l^2 θ'' = m g l sin
        const double cart = 1, m = 0.1, l = 0.5, g = 9.8, seconds = 0.02;
        var (sin, cos) = Math.SinCos(angle);
        var (a, b, c, d) = (cart + m, m * l * cos, m * l * cos, 4.0 / 3 * m * l * l);
        var (e, f) = ((right ? 10 : -10) + m * l * spin * spin * sin, m * g * l * sin);
        var determinant = a * d - b * c;
        var (pulling, turning) = ((e * d - b * f) / determinant, (a * f - e * c) / determinant);
        double[] expected = [x + seconds * speed, speed + seconds * pulling, angle + seconds * spin, spin + seconds * turning];
        for (var i = 0; i < 4; i++) ((double)state[i]).ShouldBe(expected[i], 1e-6);
    }
}
