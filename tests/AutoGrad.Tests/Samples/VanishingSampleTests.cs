namespace AutoGrad.Tests.Samples;

[NonParallelizable]
public class VanishingSampleTests
{
    private static readonly Lazy<SampleProgram.Result> s_run = new(() => SampleProgram.Run("vanishing.cs", "--quick"));

    // the gradient of the first layer over that of the last, in the table's columns: sigmoid, Xavier, ReLU, ReLU with He, batch norm, skip, large, clipped
    [TestCase(0, 1e-30, 1e-22)]
    [TestCase(1, 1e-8, 1e-5)]
    [TestCase(2, 1e-14, 1e-10)]
    [TestCase(3, 0.02, 2)]
    [TestCase(4, 0.02, 2)]
    [TestCase(5, 1e-3, 0.1)]
    [TestCase(6, 0.05, 5)]
    public void A_remedy_brings_the_gradient_back_to_the_first_layer(int column, double low, double high)
    {
        var table = s_run.Value.Lines.Skip(2).Take(7).Select(PrintedNumber.AllOf).ToArray();
        table.Select(row => row[0]).ShouldBe([1, 6, 11, 16, 21, 26, 31]);
        (table[0][column + 1] / table[^1][column + 1]).ShouldBeInRange(low, high);
    }

    [Test]
    public void Clipping_alone_turns_NaN_into_a_loss_that_falls()
    {
        var losses = PrintedNumber.AllOf(s_run.Value.Lines.Single(line => line.StartsWith(" loss", StringComparison.Ordinal)));
        losses[6].ShouldBe(double.NaN);
        double.IsFinite(losses[7]).ShouldBeTrue();
        losses[4].ShouldBeLessThan(0.5);       // batch normalisation is the quickest
    }

    [Test]
    public void Gradient_health_names_the_illness()
    {
        var said = s_run.Value.Lines[^8..];
        said[0].ShouldContain("vanishing gradients");
        said[4].ShouldEndWith("healthy");
        said[6].ShouldContain("exploding gradients");
    }
}
