namespace AutoGrad.Conformance.Bindings;

/// <summary>Functional updates by index, embeddings, and the rarer rearrangements.</summary>
internal static class Scattering
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.scatter", "input, dim, index, src", a => a["src"] is Tensor src ? a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), src) : a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), a.Number("src"))),
        new("torch.scatter", "input, dim, index, value", a => a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), a.Number("value"))),
        new("torch.scatter_reduce", "input, dim, index, src, reduce, *, include_self=True", a => a.Tensor("input").ScatterReduce(a.Int("dim"), a.Tensor("index"), a.Tensor("src"), Reduction(a), a.Flag("include_self")), "ScatterReduce"),
        new("torch.index_put", "input, indices, values, accumulate=False", a => a.Tensor("input").IndexPut(Array.ConvertAll(a.Tensors("indices"), t => (TensorIndex)t), a.Tensor("values"), a.Flag("accumulate")), "IndexPut Index"),
        new("torch.index_copy", "input, dim, index, source", a => a.Tensor("input").IndexCopy(a.Int("dim"), a.Tensor("index"), a.Tensor("source"))),
        new("torch.index_fill", "input, dim, index, value", a => a["value"] is Tensor value ? a.Tensor("input").IndexFill(a.Int("dim"), a.Tensor("index"), value) : a.Tensor("input").IndexFill(a.Int("dim"), a.Tensor("index"), a.Number("value"))),
        new("torch.masked_scatter", "input, mask, source", a => a.Tensor("input").MaskedScatter(a.Tensor("mask"), a.Tensor("source"))),
        new("torch.take", "input, index", a => a.Tensor("input").Take(a.Tensor("index"))),
        new("torch.take_along_dim", "input, indices, dim", a => a.Tensor("input").TakeAlongAxis(a.Tensor("indices"), a.Int("dim")), "TakeAlongAxis Gather"),
        new("Tensor.put", "input, index, source, accumulate=False", a => a.Tensor("input").Put(a.Tensor("index"), a.Tensor("source"), a.Flag("accumulate"))),
        new("F.embedding", "input, weight, padding_idx=None", a => Tensor.Embedding(a.Tensor("input"), a.Tensor("weight"), a.OptionalInt("padding_idx"))),
        new("F.embedding_bag", "input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None",
            a => a.Has("max_norm") ? throw a.Wrong("max_norm", "None") : a.Flag("scale_grad_by_freq") ? throw a.Wrong("scale_grad_by_freq", "False") : Tensor.EmbeddingBag(a.Tensor("input"), a.Tensor("weight"), Offsets(a), Enum.Parse<EmbeddingMode>(a.Text("mode"), ignoreCase: true), a.OptionalTensor("per_sample_weights"), a.OptionalInt("padding_idx"))),
        new("torch.as_strided", "input, size, stride, storage_offset=0", a => a.Tensor("input").AsStrided(a.Shape("size"), a.Ints("stride"), a.Int("storage_offset")), "AsStrided"),
        new("Tensor.unfold", "input, dimension, size, step", a => a.Tensor("input").Unfold(a.Int("dimension"), a.Int("size"), a.Int("step"))),
        new("torch.rot90", "input, k=1, dims=[0, 1]", a => a.Tensor("input").Rot90(a.Int("k"), a.Ints("dims")[0], a.Ints("dims")[1])),
        new("torch.roll", "input, shifts, dims=None", a => a.Has("dims") ? a.Tensor("input").Roll(a.Ints("shifts"), a.Ints("dims")) : a.Tensor("input").Roll(a.Int("shifts"))),
        new("torch.hstack", "tensors", a => Tensor.HStack(a.Tensors("tensors"))),
        new("torch.vstack torch.row_stack", "tensors", a => Tensor.VStack(a.Tensors("tensors"))),
        new("torch.dstack", "tensors", a => Tensor.DStack(a.Tensors("tensors"))),
        new("torch.meshgrid", "*tensors, indexing='ij'", a => Arguments.Results(Tensor.Meshgrid(a.Tensors("tensors"), a.Text("indexing") == "xy" ? MeshgridIndexing.Cartesian : MeshgridIndexing.Matrix))),
        new("torch.repeat_interleave", "input, repeats, dim=None", RepeatInterleave),
    ];

    private static Tensor? Offsets(Arguments a) =>
        a.OptionalTensor("offsets") is { Rank: 1, Size: > 0 } offsets && a.Flag("include_last_offset") ? offsets.Narrow(0, 0, offsets.Size - 1) : a.OptionalTensor("offsets");

    private static ScatterReduction Reduction(Arguments a) => a.Text("reduce") switch
    {
        "amax" => ScatterReduction.Max,
        "amin" => ScatterReduction.Min,
        var other => Enum.Parse<ScatterReduction>(other, ignoreCase: true),
    };

    private static Tensor RepeatInterleave(Arguments a)
    {
        var (x, axis) = (a.Has("dim") ? a.Tensor("input") : a.Tensor("input").Flatten(), a.OptionalInt("dim") ?? 0);
        return a["repeats"] is Tensor counts ? x.RepeatInterleave(counts, axis) : x.RepeatInterleave(a.Int("repeats"), axis);
    }
}
