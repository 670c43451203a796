namespace AutoGrad.Compare.Workloads;

/// <summary>A chain of 1,000 small recorded ops, forward and backward: what one of them costs.</summary>
internal sealed class Chain(string kind, int size) : Workload
{
    private const int Ops = 1000;

    private readonly Tensor _x = Tensor.Full([size], 0.5).WithGrad();
    private readonly Tensor _c = Tensor.Full([size], 0.001).WithGrad();
    private readonly Tensor _upstream = Tensor.Ones([size]);

    public override IEnumerable<Tensor> Start => [_x, _c];

    public override int StepsPerCall => Ops;

    public override Tensor Step()
    {
        _x.ZeroGrad();
        _c.ZeroGrad();
        Forward().Backward(_upstream);
        return _x.Grad!;
    }

    private Tensor Forward()
    {
        var h = _x;
        switch (kind)
        {
            case "mix":
                for (var i = 0; i < Ops / 4; i++)
                {
                    h = h + _c;
                    h = h * _x;
                    h = h.Tanh();
                    h = h + _x;
                }
                break;
            case "add":
                for (var i = 0; i < Ops; i++) h = h + _c;
                break;
            case "mul":
                for (var i = 0; i < Ops; i++) h = h * _c;
                break;
            default:
                for (var i = 0; i < Ops; i++) h = h.Tanh();
                break;
        }
        return h;
    }
}
