namespace AutoGrad.Compare.Workloads;

/// <summary>One pass of a 3×3 convolution with 64 filters over 32 images of 64×32×32.</summary>
internal sealed class ConvolutionPass : Workload
{
    private const int Images = 32, Channels = 64, Extent = 32, Kernel = 3;

    private readonly string _pass;
    private readonly Tensor _x = Tensor.Randn([Images, Channels, Extent, Extent]);
    private readonly Tensor _weight = Tensor.Randn([Channels, Channels, Kernel, Kernel]);
    private readonly Tensor _upstream = Tensor.Randn([Images, Channels, Extent, Extent]);
    private readonly Tensor _y;

    /// <param name="pass">fwd, bwdData or bwdWeight.</param>
    public ConvolutionPass(string pass)
    {
        _pass = pass;
        _x.RequiresGrad = pass == "bwdData";
        _weight.RequiresGrad = pass == "bwdWeight";
        _y = Forward();
    }

    public override IEnumerable<Tensor> Start => [_x, _weight, _upstream];

    public override double Operations => 2.0 * Images * Extent * Extent * Channels * Channels * Kernel * Kernel;

    // the graph is kept: only the pass that is asked for is computed again
    public override Tensor Step() => _pass == "fwd" ? Forward() : Autodiff.Gradient(_y, [_pass == "bwdData" ? _x : _weight], _upstream, retainGraph: true)[0]!;

    private Tensor Forward() => _x.Conv2d(_weight, stride: 1, padding: 1);
}
