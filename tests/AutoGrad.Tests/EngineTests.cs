namespace AutoGrad.Tests;

public class EngineTests
{
    [Test]
    public void Backward_accumulates_on_leaves()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        (x * x).Sum().Backward();
        (x * x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 8.0]);
    }
}
