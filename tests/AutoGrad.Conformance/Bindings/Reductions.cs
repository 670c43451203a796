namespace AutoGrad.Conformance.Bindings;

/// <summary>Reductions over axes, and sums that run along one.</summary>
internal static class Reductions
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.sum", "input, dim=None, keepdim=False, *, dtype=None", a => Operands.Countable(Converted(a)).Sum(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.mean", "input, dim=None, keepdim=False, *, dtype=None", a => Converted(a).Mean(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.prod", "input, dim=None, keepdim=False, *, dtype=None", a => Operands.Countable(Converted(a)).Prod(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.var", "input, dim=None, unbiased=True, keepdim=False", a => a.Tensor("input").Var(a.Ints("dim"), a.Flag("unbiased") ? 1 : 0, a.Flag("keepdim"))),
        new("torch.std", "input, dim=None, unbiased=True, keepdim=False", a => a.Tensor("input").Std(a.Ints("dim"), a.Flag("unbiased") ? 1 : 0, a.Flag("keepdim"))),
        new("torch.amax", "input, dim=None, keepdim=False", a => a.Tensor("input").Max(a.Ints("dim"), a.Flag("keepdim")), "Max"),
        new("torch.amin", "input, dim=None, keepdim=False", a => a.Tensor("input").Min(a.Ints("dim"), a.Flag("keepdim")), "Min"),
        new("torch.max", "input", a => a.Tensor("input").Max()),
        new("torch.max", "input, dim, keepdim=False", a => a["dim"] is Tensor other ? a.Tensor("input").Maximum(other) : Pair(a.Tensor("input").MaxWithIndices(a.Int("dim"), a.Flag("keepdim"))), "MaxWithIndices"),
        new("torch.min", "input", a => a.Tensor("input").Min()),
        new("torch.min", "input, dim, keepdim=False", a => a["dim"] is Tensor other ? a.Tensor("input").Minimum(other) : Pair(a.Tensor("input").MinWithIndices(a.Int("dim"), a.Flag("keepdim"))), "MinWithIndices"),
        new("torch.argmax", "input, dim=None, keepdim=False", a => a.Has("dim") ? a.Tensor("input").ArgMax(a.Int("dim"), a.Flag("keepdim")) : a.Tensor("input").ArgMax()),
        new("torch.argmin", "input, dim=None, keepdim=False", a => a.Has("dim") ? a.Tensor("input").ArgMin(a.Int("dim"), a.Flag("keepdim")) : a.Tensor("input").ArgMin()),
        new("torch.all", "input, dim=None, keepdim=False", a => a.Tensor("input").All(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.any", "input, dim=None, keepdim=False", a => a.Tensor("input").Any(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.count_nonzero", "input, dim=None", a => a.Tensor("input").CountNonzero(a.Ints("dim"))),
        new("torch.logsumexp", "input, dim, keepdim=False", a => a.Tensor("input").LogSumExp(a.Ints("dim"), a.Flag("keepdim"))),
        new("torch.cumsum", "input, dim, *, dtype=None", a => Operands.Countable(Converted(a)).Cumsum(a.Int("dim"))),
    ];

    private static object?[] Pair((Tensor Values, Tensor Indices) both) => Arguments.Results(both.Values, both.Indices);

    private static Tensor Converted(Arguments a) => Operands.As(a.Tensor("input"), a.DType("dtype", a.Tensor("input").DType));
}
