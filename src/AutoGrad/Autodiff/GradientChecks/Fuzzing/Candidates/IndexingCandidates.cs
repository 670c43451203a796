using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>What chooses elements by index, and its transposes. Indices are settings: three of them, where a tensor of them is needed.</summary>
internal static class IndexingCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("Index(range)", (x, _) => x[0][..1], Axis),
        Of("Index(steps)", (x, _) => x[0][TensorIndex.Slice(step: -1)], Axis),
        Of("Index(new axis)", (x, a) => x[0][TensorIndex.Ellipsis, TensorIndex.NewAxis, a[1]], OnLast),
        Of("Index(tensor)", (x, a) => x[0][Tensor.From([a[1], a[2], a[3]])], OnFirst),
        Of("Index(tensor, last axis)", (x, a) => x[0][TensorIndex.Ellipsis, Tensor.From([a[1], a[2], a[3]])], OnLast),
        Of("IndexSelect", (x, a) => x[0].IndexSelect(a[0], Tensor.From([a[1], a[2], a[3]])), OnAny),
        Of("Gather", (x, a) => x[0].Gather(0, Tensor.From([a[1], a[2], a[3]])), (shape, random) => shape.Rank == 1 ? OnFirst(shape, random) : null),
        Of("TakeAlongAxis", (x, a) => x[0].TakeAlongAxis(Tensor.From([a[1], a[2], a[3]], [3, 1]), 0), (shape, random) => shape.Rank == 2 ? OnFirst(shape, random) : null),
        Of("Take", (x, a) => x[0].Take(Tensor.From([a[0], a[1], a[2]])), (shape, random) => new(Proposals.Indices([], 3, shape.Size, random))),
        Of("Put", (x, a) => x[0].Put(Tensor.From([a[0], a[1]]), x[1]), (shape, random) => shape.Size < 2 ? null : new(Different(shape.Size, random), [2])),
        Of("Put(accumulate)", (x, a) => x[0].Put(Tensor.From([a[0], a[1], a[2]]), x[1], accumulate: true), (shape, random) => new(Proposals.Indices([], 3, shape.Size, random), [3])),
        Of("MaskedSelect", (x, a) => x[0].Flatten().MaskedSelect(Tensor.Arange(a[0]) < a[1]), (shape, random) => new([shape.Size, 1 + random.Next(shape.Size)])),
        Of("MaskedScatter", (x, _) => x[0].MaskedScatter(x[0] > 0, x[1]), (shape, _) => new([], [shape.Size])),
        Of("IndexAdd", (x, a) => x[0].IndexAdd(a[0], Tensor.From([a[1], a[2], a[3]]), x[1]), (shape, random) => WithSource(OnAny(shape, random), shape, 3)),
        Of("IndexCopy", (x, a) => x[0].IndexCopy(a[0], Tensor.From([a[1]]), x[1]), (shape, random) => WithSource(OnAny(shape, random), shape, 1)),
        Of("IndexFill", (x, a) => x[0].IndexFill(a[0], Tensor.From([a[1], a[2]]), x[1]), (shape, random) => OnAny(shape, random) is { } call ? call with { Others = [[]] } : null),
        Of("IndexPut(accumulate)", (x, a) => x[0].IndexPut([Tensor.From([a[1], a[2], a[3]])], x[1], accumulate: true), (shape, random) => WithSource(OnFirst(shape, random), shape, 3)),
        Of("Scatter", (x, a) => x[0].Scatter(0, Tensor.From([a[1]]), x[1]), (shape, random) => shape.Rank == 1 ? OnFirst(shape, random)! with { Others = [[1]] } : null),
        Of("ScatterAdd", (x, a) => x[0].ScatterAdd(0, Tensor.From([a[1], a[2], a[3]]), x[1]), OfVector),
        Of("ScatterReduce(Mean)", (x, a) => x[0].ScatterReduce(0, Tensor.From([a[1], a[2], a[3]]), x[1], ScatterReduction.Mean), OfVector),
        Of("ScatterReduce(Prod)", (x, a) => x[0].ScatterReduce(0, Tensor.From([a[1], a[2], a[3]]), x[1], ScatterReduction.Prod), OfVector),
        Of("ScatterReduce(Max)", (x, a) => x[0].ScatterReduce(0, Tensor.From([a[1], a[2], a[3]]), x[1], ScatterReduction.Max), OfVector),
        Of("ScatterReduce(Min)", (x, a) => x[0].ScatterReduce(0, Tensor.From([a[1], a[2], a[3]]), x[1], ScatterReduction.Min, includeSelf: false), OfVector),
        Of("Embedding", (x, a) => Tensor.Embedding(Tensor.From([a[1], a[2], a[3]]), x[0]), OfRows),
        Of("EmbeddingBag(Mean)", (x, a) => Tensor.EmbeddingBag(Tensor.From([a[1], a[2], a[3]]), x[0], Tensor.From([0, 2])), OfRows),
        Of("EmbeddingBag(Max)", (x, a) => Tensor.EmbeddingBag(Tensor.From([a[1], a[2], a[3]]), x[0], Tensor.From([0, 1]), EmbeddingMode.Max), OfRows),
        Of("EmbeddingBag(weights)", (x, a) => Tensor.EmbeddingBag(Tensor.From([a[1], a[2], a[3]]), x[0], Tensor.From([0, 2]), EmbeddingMode.Sum, x[1]), (shape, random) => OfRows(shape, random) is { } call ? call with { Others = [[3]] } : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") => new(name, run, propose, code);

    private static FuzzCall? Axis(Shape shape, Random random) => shape.Rank == 0 ? null : new FuzzCall([]);

    private static FuzzCall? OnFirst(Shape shape, Random random) => On(0, shape, random);

    private static FuzzCall? OnLast(Shape shape, Random random) => On(-1, shape, random);

    private static FuzzCall? OnAny(Shape shape, Random random) => On(shape.Rank == 0 ? 0 : Proposals.Axis(shape, random), shape, random);

    // the axis, and three indices of it
    private static FuzzCall? On(int axis, Shape shape, Random random) =>
        shape.Rank == 0 ? null : new FuzzCall(Proposals.Indices([axis], 3, Proposals.Extent(shape, axis), random));

    private static FuzzCall? OfVector(Shape shape, Random random) => shape.Rank == 1 ? OnFirst(shape, random)! with { Others = [[3]] } : null;

    private static FuzzCall? OfRows(Shape shape, Random random) => shape.Rank == 2 ? OnFirst(shape, random) : null;

    private static FuzzCall? WithSource(FuzzCall? call, Shape shape, int count) => call is null ? null : call with { Others = [Proposals.With(shape, call.Settings[0], count)] };

    private static int[] Different(int size, Random random)
    {
        var first = random.Next(size);
        return [first, (first + 1 + random.Next(size - 1)) % size];
    }
}
