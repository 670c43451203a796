namespace AutoGrad.Compare.Workloads;

/// <summary>The loss mean(tanh(sin(x)·exp(−x²) + x/2)²) of a million numbers, forward and backward.</summary>
internal sealed class PointwiseLoss : Workload
{
    private readonly Tensor _x = Tensor.Randn([1_000_000]).WithGrad();

    public override IEnumerable<Tensor> Start => [_x];

    public override Tensor Step()
    {
        _x.ZeroGrad();
        var loss = (_x.Sin() * (-_x * _x).Exp() + _x * 0.5).Tanh().Square().Mean();
        loss.Backward();
        return loss;
    }
}
