using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class TensorDatasetTests
{
    [Test]
    public void Tensors_must_have_the_same_rows()
    {
        Should.Throw<ShapeMismatchException>(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Zeros([4]))).Message.ShouldContain("tensor 1 has 4");
        Should.Throw<ArgumentException>(() => new TensorDataset(Tensor.Zeros([]))).Message.ShouldContain("no rows");
        Should.Throw<ArgumentException>(() => new TensorDataset());
        Should.Throw<ArgumentException>(() => new TensorDataset(Tensor.Zeros([1]), null!));
    }

    [Test]
    public void A_split_deals_every_row_to_one_side_and_keeps_rows_together()
    {
        var rows = new TensorDataset(Tensor.Arange(10, DType.Float32), Tensor.Arange(10));
        var (train, test) = rows.TrainTestSplit(0.2, seed: 3);
        (train.Count, test.Count).ShouldBe((8, 2));
        train.Tensors[1].ToArray<long>().Concat(test.Tensors[1].ToArray<long>()).Order().ShouldBe(Enumerable.Range(0, 10).Select(i => (long)i));
        foreach (var side in new[] { train, test })
            side.Tensors[0].ToArray<float>().ShouldBe(Array.ConvertAll(side.Tensors[1].ToArray<long>(), v => (float)v));
        rows.TrainTestSplit(0.2, seed: 3).Test.Tensors[1].ToArray<long>().ShouldBe(test.Tensors[1].ToArray<long>());
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(0.01)]
    [TestCase(0.99)]
    [TestCase(double.NaN)]
    public void A_split_leaves_rows_on_both_sides(double fraction) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TensorDataset(Tensor.Zeros([10])).TrainTestSplit(fraction, 0));
}
