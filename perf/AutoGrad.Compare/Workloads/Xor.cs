using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of a network 3-4-1 with sigmoids that learns the exclusive or: the cost of the tape itself.</summary>
internal sealed class Xor : Workload
{
    private readonly Sequential _net = [new Linear(3, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid()];
    private readonly Sgd _optimizer;
    private readonly Tensor _x = Tensor.From([0f, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1], [4, 3]);
    private readonly Tensor _y = Tensor.From([0f, 1, 1, 0], [4, 1]);

    public Xor() => _optimizer = new Sgd(_net.Parameters(), learningRate: 0.5);

    public override IEnumerable<Tensor> Start => [_x, _y, .. _net.Parameters()];

    public override Tensor Step()
    {
        _optimizer.ZeroGrad();
        var loss = (_net.Call(_x) - _y).Square().Mean();
        loss.Backward();
        _optimizer.Step();
        return loss;
    }
}
