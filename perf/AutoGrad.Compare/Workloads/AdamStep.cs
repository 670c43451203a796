using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of Adam over four tensors of 2.5 million parameters.</summary>
internal sealed class AdamStep : Workload
{
    private const int Count = 4, Each = 2_500_000;

    private readonly Tensor[] _parameters = new Tensor[Count];
    private readonly Adam _optimizer;

    public AdamStep()
    {
        for (var i = 0; i < Count; i++)
        {
            _parameters[i] = Tensor.Randn([Each]).WithGrad();
            _parameters[i].Grad = Tensor.Randn([Each]);
        }
        _optimizer = new Adam(_parameters, learningRate: 1e-3);
    }

    public override IEnumerable<Tensor> Start => [.. _parameters, .. _parameters.Select(p => p.Grad!)];

    // reads parameter, gradient and two means, writes all but the gradient
    public override double Bytes => 7.0 * sizeof(float) * Count * Each;

    public override Tensor Step()
    {
        _optimizer.Step();
        return _parameters[^1];
    }
}
