using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of three residual blocks on 3×32×32 images with SGD and momentum, batch 32.</summary>
internal sealed class ResidualStack : Workload
{
    private readonly Sequential _net =
    [
        new Conv2d(3, 16, 3, 1, 1, bias: false), new BatchNorm2d(16), new Relu(),
        new Block(16, 16, 1), new Block(16, 32, 2), new Block(32, 64, 2),
        new AdaptiveAvgPool2d(1), new Flatten(), new Linear(64, 10),
    ];

    private readonly Sgd _optimizer;
    private readonly Tensor _x = Tensor.Randn([32, 3, 32, 32]);
    private readonly Tensor _y = Tensor.RandInt([32], 0, 10);

    public ResidualStack() => _optimizer = new Sgd(_net.Parameters(), learningRate: 0.1, momentum: 0.9);

    public override IEnumerable<Tensor> Start => [_x, _y, .. _net.Parameters()];

    public override Tensor Step()
    {
        _optimizer.ZeroGrad();
        var loss = Loss.CrossEntropy(_net.Call(_x), _y);
        loss.Backward();
        _optimizer.Step();
        return loss;
    }

    /// <summary>relu(x + f(x)) with f of two convolutions; x is projected where the shapes differ.</summary>
    private sealed class Block : Layer
    {
        public Block(int inChannels, int outChannels, int stride)
        {
            First = new Conv2d(inChannels, outChannels, 3, stride, 1, bias: false);
            FirstNorm = new BatchNorm2d(outChannels);
            Second = new Conv2d(outChannels, outChannels, 3, 1, 1, bias: false);
            SecondNorm = new BatchNorm2d(outChannels);
            if (inChannels != outChannels || stride != 1)
                Projection = [new Conv2d(inChannels, outChannels, 1, stride, bias: false), new BatchNorm2d(outChannels)];
        }

        public Conv2d First { get; set => field = Register(value); }

        public BatchNorm2d FirstNorm { get; set => field = Register(value); }

        public Conv2d Second { get; set => field = Register(value); }

        public BatchNorm2d SecondNorm { get; set => field = Register(value); }

        public Sequential? Projection { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x)
        {
            var h = FirstNorm.Call(First.Call(x)).Relu();
            h = SecondNorm.Call(Second.Call(h));
            return (h + (Projection?.Call(x) ?? x)).Relu();
        }
    }
}
