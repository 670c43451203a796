using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Bindings;

/// <summary>Brackets, and selection by index tensors.</summary>
internal static class Indexing
{
    public static IEnumerable<Binding> All =>
    [
        new("Tensor.__getitem__", "input, items", a => a.Tensor("input")[Array.ConvertAll((object?[])a["items"]!, item => Item(a, item))], "Index"),
        new("torch.index_select", "input, dim, index", a => a.Tensor("input").IndexSelect(a.Int("dim"), a.Tensor("index"))),
        new("torch.gather", "input, dim, index", a => a.Tensor("input").Gather(a.Int("dim"), a.Tensor("index"))),
        new("torch.scatter_add", "input, dim, index, src", a => a.Tensor("input").ScatterAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("src"))),
        new("torch.index_add", "input, dim, index, source", a => a.Tensor("input").IndexAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("source"))),
        new("F.one_hot", "input, num_classes", a => a.Tensor("input").OneHot(a.Int("num_classes"))),
        new("torch.nonzero", "input", a => a.Tensor("input").Nonzero()),
    ];

    private static TensorIndex Item(Arguments a, object? item) => item switch
    {
        null => TensorIndex.NewAxis,
        long n => (int)n,
        TensorIndex other => other,
        Slice s => TensorIndex.Slice((int?)s.Start, (int?)s.Stop, (int?)s.Step ?? 1),
        Tensor t => t,
        object?[] list => Tensor.From(Array.ConvertAll(list, v => Convert.ToInt64(v))),
        _ => throw a.Wrong("items", "an index"),
    };
}
