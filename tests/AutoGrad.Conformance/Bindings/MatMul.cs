namespace AutoGrad.Conformance.Bindings;

/// <summary>Products of matrices and vectors, and distances.</summary>
internal static class MatMul
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.matmul torch.linalg.matmul", "input, other", a => a.Tensor("input").MatMul(a.Tensor("other"))),
        new("torch.dot torch.inner", "input, other", a => a.Tensor("input").Dot(a.Tensor("other"))),
        new("torch.outer torch.ger", "input, vec2", a => a.Tensor("input").Outer(a.Tensor("vec2"))),
        new("torch.mm", "input, mat2", a => a.Tensor("input").Mm(a.Tensor("mat2"))),
        new("torch.mv", "input, vec", a => a.Tensor("input").Mv(a.Tensor("vec"))),
        new("torch.bmm", "input, mat2", a => a.Tensor("input").Bmm(a.Tensor("mat2"))),
        new("torch.addmm", "input, mat1, mat2, *, beta=1, alpha=1", a => a.Tensor("input").Addmm(a.Tensor("mat1"), a.Tensor("mat2"), a.Number("beta"), a.Number("alpha"))),
        new("torch.addmv", "input, mat, vec, *, beta=1, alpha=1", a => a.Tensor("input").Addmv(a.Tensor("mat"), a.Tensor("vec"), a.Number("beta"), a.Number("alpha"))),
        new("torch.addr", "input, vec1, vec2, *, beta=1, alpha=1", a => a.Tensor("input").Addr(a.Tensor("vec1"), a.Tensor("vec2"), a.Number("beta"), a.Number("alpha"))),
        new("torch.baddbmm", "input, batch1, batch2, *, beta=1, alpha=1",
            a => a.Tensor("input").Baddbmm(a.Tensor("batch1"), a.Tensor("batch2"), a.Number("beta"), a.Number("alpha"))),
        new("torch.einsum", "equation, *operands", a => Tensor.Einsum(a.Text("equation"), a.Tensors("operands"))),
        new("torch.tensordot", "a, b, dims=2", a => a["dims"] is object?[] pair
            ? a.Tensor("a").Tensordot(a.Tensor("b"), Axes(a, pair[0]), Axes(a, pair[1]))
            : a.Tensor("a").Tensordot(a.Tensor("b"), a.Int("dims"))),
        new("torch.kron", "input, other", a => a.Tensor("input").Kron(a.Tensor("other"))),
        new("torch.cross torch.linalg.cross", "input, other, dim=-1", a => a.Tensor("input").Cross(a.Tensor("other"), a.Int("dim"))),
        new("F.bilinear", "input1, input2, weight, bias=None", a => a.Tensor("input1").Bilinear(a.Tensor("input2"), a.Tensor("weight"), a.OptionalTensor("bias"))),
        new("torch.cdist", "x1, x2, p=2.0", a => a.Tensor("x1").Cdist(a.Tensor("x2"), a.Number("p"))),
        new("F.pairwise_distance torch.pairwise_distance", "x1, x2, p=2.0, eps=1e-6, keepdim=False",
            a => a.Tensor("x1").PairwiseDistance(a.Tensor("x2"), a.Number("p"), a.Number("eps"), a.Flag("keepdim")), "PairwiseDistance"),
        new("F.cosine_similarity torch.cosine_similarity", "x1, x2, dim=1, eps=1e-8",
            a => a.Tensor("x1").CosineSimilarity(a.Tensor("x2"), a.Int("dim"), a.Number("eps")), "CosineSimilarity"),
        new("F.normalize", "input, p=2.0, dim=1, eps=1e-12", a => a.Tensor("input").Normalize(a.Number("p"), a.Int("dim"), a.Number("eps"))),
    ];

    private static int[] Axes(Arguments a, object? axes) => axes is object?[] list ? Array.ConvertAll(list, v => v is long n ? (int)n : throw a.Wrong("dims", "whole numbers")) : throw a.Wrong("dims", "lists");
}
