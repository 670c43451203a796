using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of LeNet on 28×28 images with SGD and momentum, batch 64.</summary>
internal sealed class LeNet : Workload
{
    private readonly Sequential _net =
    [
        new Conv2d(1, 6, 5, padding: 2), new Relu(), new MaxPool2d(2),
        new Conv2d(6, 16, 5), new Relu(), new MaxPool2d(2), new Flatten(),
        new Linear(400, 120), new Relu(), new Linear(120, 84), new Relu(), new Linear(84, 10),
    ];

    private readonly Sgd _optimizer;
    private readonly Tensor _x = Tensor.Rand([64, 1, 28, 28]);
    private readonly Tensor _y = Tensor.RandInt([64], 0, 10);

    public LeNet() => _optimizer = new Sgd(_net.Parameters(), learningRate: 0.01, momentum: 0.9);

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
