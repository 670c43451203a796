namespace AutoGrad.Conformance.Bindings;

/// <summary>Shapes, cuts and joins.</summary>
internal static class Views
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.reshape", "input, *shape", a => a.Tensor("input").Reshape(a.Ints("shape"))),
        new("Tensor.view", "input, *shape", a => a.Tensor("input").Reshape(a.Ints("shape")), "Reshape"),
        new("Tensor.view_as Tensor.reshape_as", "input, other", a => a.Tensor("input").Reshape(a.Tensor("other").Shape), "Reshape"),
        new("torch.flatten", "input, start_dim=0, end_dim=-1", a => a.Tensor("input").Flatten(a.Int("start_dim"), a.Int("end_dim"))),
        new("torch.ravel", "input", a => a.Tensor("input").Flatten(), "Flatten"),
        new("torch.unflatten", "input, dim, sizes", a => a.Tensor("input").Unflatten(a.Int("dim"), a.Ints("sizes"))),
        new("torch.transpose torch.swapaxes torch.swapdims", "input, dim0, dim1", a => a.Tensor("input").Transpose(a.Int("dim0"), a.Int("dim1"))),
        new("torch.t", "input", a => a.Tensor("input").Rank < 2 ? a.Tensor("input") : a.Tensor("input").T, "T Transpose"),
        new("torch.permute", "input, *dims", a => a.Tensor("input").Permute(a.Ints("dims"))),
        new("torch.movedim torch.moveaxis", "input, source, destination", a => a.Tensor("input").MoveAxis(a.Ints("source"), a.Ints("destination")), "MoveAxis"),
        new("torch.unsqueeze", "input, dim", a => a.Tensor("input").Unsqueeze(a.Int("dim"))),
        new("torch.squeeze", "input", a => a.Tensor("input").Squeeze()),
        new("torch.squeeze", "input, dim", a => a.Tensor("input").Squeeze(a.Int("dim"))),
        new("Tensor.expand", "input, *sizes", a => Expand(a.Tensor("input"), a.Ints("sizes"))),
        new("torch.broadcast_to", "input, size", a => Expand(a.Tensor("input"), a.Ints("size")), "Expand"),
        new("Tensor.expand_as", "input, other", a => a.Tensor("input").Expand(a.Tensor("other").Shape), "Expand"),
        new("Tensor.repeat", "input, *sizes", a => a.Tensor("input").Repeat(a.Ints("sizes"))),
        new("torch.tile", "input, *dims", a => a.Tensor("input").Tile(a.Ints("dims"))),
        new("torch.flip", "input, *dims", a => a.Tensor("input").Flip(a.Ints("dims"))),
        new("torch.narrow", "input, dim, start, length", a => a.Tensor("input").Narrow(a.Int("dim"), a.Int("start"), a.Int("length"))),
        new("torch.select", "input, dim, index", a => a.Tensor("input").Select(a.Int("dim"), a.Int("index"))),
        new("torch.chunk", "input, chunks, dim=0", a => Arguments.Results(a.Tensor("input").Chunk(a.Int("chunks"), a.Int("dim")))),
        new("torch.split", "input, split_size_or_sections, dim=0", Split),
        new("torch.unbind", "input, dim=0", a => Arguments.Results(a.Tensor("input").Unbind(a.Int("dim")))),
        new("Tensor.contiguous", "input", a => a.Tensor("input")),
        new("torch.clone", "input", a => a.Tensor("input").Clone()),
        new("torch.tril", "input, diagonal=0", a => a.Tensor("input").Tril(a.Int("diagonal"))),
        new("torch.triu", "input, diagonal=0", a => a.Tensor("input").Triu(a.Int("diagonal"))),
        new("torch.diagonal torch.linalg.diagonal", "input, offset=0, dim1=0, dim2=1", a => a.Tensor("input").Diagonal(a.Int("offset"), a.Int("dim1"), a.Int("dim2"))),
        new("torch.diag", "input, diagonal=0", a => a.Tensor("input").Diag(a.Int("diagonal"))),
        new("torch.trace", "input", a => a.Tensor("input").Trace()),
        new("torch.diag_embed", "input, offset=0", a => a.Tensor("input").DiagEmbed(a.Int("offset"))),
        new("torch.cat torch.concat torch.concatenate", "tensors, dim=0", a => Tensor.Concat(Joined(a.Tensors("tensors")), a.Int("dim")), "Concat"),
        new("torch.stack", "tensors, dim=0", a => Tensor.Stack(Joined(a.Tensors("tensors")), a.Int("dim"))),
        new("Tensor.size", "input", a => Arguments.Sequence(a.Tensor("input").Shape.Extents)),
        new("Tensor.size", "input, dim", a => (long)a.Tensor("input").Shape[a.Int("dim")]),
        new("Tensor.dim", "input", a => (long)a.Tensor("input").Rank),
        new("torch.numel", "input", a => (long)a.Tensor("input").Size),
    ];

    private static object?[] Split(Arguments a)
    {
        var (x, axis) = (a.Tensor("input"), a.Int("dim"));
        return Arguments.Results(a["split_size_or_sections"] is long size ? x.Split((int)size, axis) : x.Split(a.Ints("split_size_or_sections"), axis));
    }

    // without axes torch rolls the elements in their row-major order
    // -1 keeps an extent in torch's expand
    private static Tensor Expand(Tensor x, int[] sizes)
    {
        var added = sizes.Length - x.Rank;
        return x.Expand(new Shape([.. sizes.Select((size, axis) => size == -1 && axis >= added && added >= 0 ? x.Shape[axis - added] : size)]));
    }

    private static Tensor[] Joined(Tensor[] tensors)
    {
        if (tensors.Length == 0) return tensors;
        var common = tensors.Select(t => t.DType).Aggregate(Operands.Common);
        return Array.ConvertAll(tensors, t => Operands.As(t, common));
    }
}
