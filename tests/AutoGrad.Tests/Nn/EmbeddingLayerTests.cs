using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class EmbeddingLayerTests
{
    [Test]
    public void Rows_are_looked_up_and_trained()
    {
        var layer = new Embedding(5, 3, generator: new Generator(1));
        var y = layer.Call(Tensor.From([4L, 0, 4, 1], [2, 2]));
        y.Shape.ShouldBe(new Shape(2, 2, 3));
        y.ToArray<float>()[..3].ShouldBe(layer.Weight.ToArray<float>()[12..]);
        y.Sum().Backward();
        layer.Weight.Grad!.ToArray<float>().ShouldBe([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2]);
    }

    [Test]
    public void Rows_start_normally_distributed()
    {
        var values = new Embedding(200, 50, generator: new Generator(1)).Weight.ToArray<float>();
        values.Average().ShouldBe(0, 0.05);
        values.Select(v => v * v).Average().ShouldBe(1, 0.05);
    }

    [TestCase(2)]
    [TestCase(-2)]
    public void The_padding_row_is_zero_and_stays_so(int padding)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var layer = new Embedding(4, 2, padding, dtype);
            layer.PaddingIndex.ShouldBe(2);
            var y = layer.Call(Tensor.From([2L, 1]));
            y.To(DType.Float64).ToArray<double>()[..2].ShouldBe([0, 0]);
            y.Sum().Backward();
            layer.Weight.Grad!.To(DType.Float64).ToArray<double>().ShouldBe([0, 0, 1, 1, 0, 0, 0, 0]);
        }
    }

    [Test]
    public void A_wrong_index_names_the_layer()
    {
        Sequential net = [new Embedding(5, 3)];
        Should.Throw<ArgumentOutOfRangeException>(() => net.Call(Tensor.From([5L]))).Message.ShouldContain("In module Sequential.0.");
        Should.Throw<ArgumentException>(() => net.Call(Tensor.Ones([2]))).Message.ShouldContain("In module Sequential.0.");
        Should.Throw<ArgumentOutOfRangeException>(() => new Embedding(0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Embedding(1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Embedding(3, 1, paddingIndex: 3)).ParamName.ShouldBe("paddingIndex");
        Should.Throw<ArgumentException>(() => new Embedding(1, 1, dtype: DType.Int64));
        Should.Throw<ArgumentException>(() => new Embedding(1, 1) { Weight = new Parameter(Tensor.Ones([3])) });
    }
}
