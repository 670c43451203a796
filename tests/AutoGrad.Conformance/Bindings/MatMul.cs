namespace AutoGrad.Conformance.Bindings;

/// <summary>Products of matrices and vectors.</summary>
internal static class MatMul
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.matmul torch.linalg.matmul", "input, other", a => a.Tensor("input").MatMul(a.Tensor("other"))),
        new("torch.dot torch.inner", "input, other", a => a.Tensor("input").Dot(a.Tensor("other"))),
        new("torch.outer torch.ger", "input, vec2", a => a.Tensor("input").Outer(a.Tensor("vec2"))),
    ];
}
