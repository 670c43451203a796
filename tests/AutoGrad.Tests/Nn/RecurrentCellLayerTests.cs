using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class RecurrentCellLayerTests
{
    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    [Test]
    public void Steps_of_a_cell_are_the_layer()
    {
        var x = Random(1, 5, 2, 3);
        var (gru, gruCell) = (new Gru(3, 4, dtype: DType.Float64), new GruCell(3, 4, dtype: DType.Float64));
        var (rnn, rnnCell) = (new Rnn(3, 4, nonlinearity: Nonlinearity.Relu, dtype: DType.Float64), new RnnCell(3, 4, nonlinearity: Nonlinearity.Relu, dtype: DType.Float64));
        var (lstm, lstmCell) = (new Lstm(3, 4, dtype: DType.Float64), new LstmCell(3, 4, dtype: DType.Float64));
        foreach (var (layer, cell) in new (Module, Module)[] { (gru, gruCell), (rnn, rnnCell), (lstm, lstmCell) })
        {
            cell.NamedParameters().Select(p => p.Key).ShouldBe(["WeightIh", "WeightHh", "BiasIh", "BiasHh"]);
            cell.LoadState(layer.StateDictionary().ToDictionary(s => s.Key[..^2], s => s.Value));
        }
        Tensor? g = null, r = null, h = null, c = null;
        for (var step = 0; step < 5; step++)
        {
            g = gruCell.Call(x[step], g);
            r = rnnCell.Call(x[step], r);
            (h, c) = lstmCell.Call(x[step], h, c);
        }
        Same(g!, gru.Call(x).Hidden[0]);
        Same(r!, rnn.Call(x).Hidden[0]);
        Same(h!, lstm.Call(x).Hidden[0]);
        Same(c!, lstm.Call(x).Cell[0]);
        Same(gruCell.Call(x[0, 1]), gruCell.Call(x[0])[1]);
        Same(lstmCell.Call(x[0, 1], Random(2, 2, 4)[1]).Cell, lstmCell.Call(x[0], Random(2, 2, 4)).Cell[1]);
    }

    [Test]
    public void Wrong_shapes_name_the_cell()
    {
        var cell = new LstmCell(3, 4);
        Should.Throw<ShapeMismatchException>(() => cell.Call(Tensor.Ones([2, 5]))).Message.ShouldEndWith("In module LstmCell.");
        Should.Throw<ShapeMismatchException>(() => cell.Call(Tensor.Ones([2, 3]), Tensor.Ones([4]))).Message.ShouldContain("[2, 4]");
        Should.Throw<ShapeMismatchException>(() => cell.Call(Tensor.Ones([2, 3]), Tensor.Ones([3, 4])));
        Should.Throw<ArgumentException>(() => new RnnCell(3, 4, nonlinearity: Nonlinearity.Selu)).ParamName.ShouldBe("nonlinearity");
        Should.Throw<ArgumentOutOfRangeException>(() => new GruCell(0, 4));
        var weights = new GruCell(3, 16, bias: false, generator: new Generator(1)).Parameters().ToArray();
        weights.Length.ShouldBe(2);
        weights.ShouldAllBe(w => w.ToArray<float>().All(v => Math.Abs(v) <= 0.25f));
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-12);
    }
}
