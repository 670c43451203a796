namespace AutoGrad.Compare.Workloads;

/// <summary>A product of two matrices: op(A) [M, K] times op(B) [K, N].</summary>
internal sealed class MatrixProduct : Workload
{
    private readonly ProductShape _shape;
    private readonly Tensor _a, _b;

    public MatrixProduct(ProductShape shape)
    {
        _shape = shape;
        var dtype = shape.IsDouble ? DType.Float64 : DType.Float32;
        _a = Tensor.Randn(shape.TransposeA ? [shape.K, shape.M] : [shape.M, shape.K], dtype);
        _b = Tensor.Randn(shape.TransposeB ? [shape.N, shape.K] : [shape.K, shape.N], dtype);
    }

    public override IEnumerable<Tensor> Start => [_a, _b];

    public override double Operations => _shape.Operations;

    public override Tensor Step() => _a.MatMul(_b, _shape.TransposeA, _shape.TransposeB);
}
