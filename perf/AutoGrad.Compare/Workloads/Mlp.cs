using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of a classifier 784-256-128-10 with Adam, batch 64.</summary>
internal sealed class Mlp : Workload
{
    private readonly Sequential _net = [new Linear(784, 256), new Relu(), new Linear(256, 128), new Relu(), new Linear(128, 10)];
    private readonly Adam _optimizer;
    private readonly Tensor _x = Tensor.Rand([64, 784]);
    private readonly Tensor _y = Tensor.RandInt([64], 0, 10);

    public Mlp() => _optimizer = new Adam(_net.Parameters(), learningRate: 1e-3);

    public override IEnumerable<Tensor> Start => [_x, _y, .. _net.Parameters()];

    public override Tensor Step()
    {
        _optimizer.ZeroGrad();
        var loss = Loss.CrossEntropy(_net.Call(_x), _y);
        loss.Backward();
        _optimizer.Step();
        return loss;
    }
}
