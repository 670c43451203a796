using System.Runtime.CompilerServices;

namespace AutoGrad;

internal static class ViewCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        FuzzCandidate.Unary("Flatten", x => x.Flatten()),
        Of("Reshape", (x, a) => x[0].Reshape(a[0], a[1]), Factored),
        Of("Unsqueeze", (x, a) => x[0].Unsqueeze(a[0]), (shape, random) => shape.Rank > 3 ? null : new([random.Next(-shape.Rank - 1, shape.Rank + 1)])),
        FuzzCandidate.Unary("Squeeze", x => x.Squeeze()),
        Of("Expand", (x, a) => x[0].Unsqueeze(0).Expand(Shape.Create([a[0], .. x[0].Shape.Extents])), (shape, random) => shape.Rank > 3 ? null : new([1 + random.Next(3)])),
        Of("Permute", (x, a) => x[0].Permute(a), Permutation),
        Of("Transpose", (x, a) => x[0].Transpose(a[0], a[1]), Proposals.OfTwoAxes),
        Of("MoveAxis", (x, a) => x[0].MoveAxis(a[0], a[1]), Proposals.OfTwoAxes),
        Of("Flip", (x, a) => x[0].Flip(a[0]), Proposals.OfAxis),
        Of("Flip(axes)", (x, a) => x[0].Flip(a[0], a[1]), Proposals.OfTwoAxes),
        Of("Roll", (x, a) => x[0].Roll(a[1], a[0]), (shape, random) => shape.Rank == 0 ? null : new([Proposals.Axis(shape, random), random.Next(-3, 4)])),
        Of("Rot90", (x, a) => x[0].Rot90(a[2], a[0], a[1]), (shape, random) => Proposals.OfTwoAxes(shape, random) is { } call ? new([.. call.Settings, random.Next(1, 4)]) : null),
        Of("Narrow", (x, a) => x[0].Narrow(a[0], a[1], a[2]), Part),
        Of("Select", (x, a) => x[0].Select(a[0], a[1]), Place),
        Of("Split", (x, a) => x[0].Split([a[1], a[2] - a[1]], a[0])[1], Cut),
        Of("Unbind", (x, a) => x[0].Unbind(a[0])[0], Proposals.OfAxis),
        Of("Chunk", (x, a) => x[0].Chunk(2, a[0])[0], Proposals.OfLongAxis),
        Of("Concat", (x, a) => Tensor.Concat([x[0], x[1]], a[0]), WithAnother),
        Of("Stack", (x, a) => Tensor.Stack([x[0], x[1]], a[0]), (shape, random) => shape.Rank > 3 ? null : new([random.Next(shape.Rank + 1)], shape)),
        Of("HStack", (x, _) => Tensor.HStack([x[0], x[1]]), (shape, _) => new([], shape)),
        Of("Repeat", (x, a) => x[0].Repeat(a), (shape, random) => new([1 + random.Next(2), .. Ones(shape, random)])),
        Of("Tile", (x, a) => x[0].Tile(a), (shape, random) => shape.Rank == 0 ? null : new(Ones(shape, random))),
        Of("RepeatInterleave", (x, a) => x[0].RepeatInterleave(2, a[0]), Proposals.OfAxis),
        Of("Pad", (x, a) => x[0].Pad([(a[0], a[1])], 0.5), (shape, random) => shape.Rank == 0 ? null : new([random.Next(3), random.Next(3)])),
        Of("Pad(reflect)", (x, a) => x[0].Pad([(a[0], a[0])], PadMode.Reflect), (shape, random) => shape.Rank is 2 or 3 && shape[^1] > 2 ? new([1 + random.Next(2)]) : null),
        Of("Pad(replicate)", (x, a) => x[0].Pad([(a[0], a[1])], PadMode.Replicate), (shape, random) => shape.Rank is 2 or 3 ? new([random.Next(3), random.Next(3)]) : null),
        Of("Pad(circular)", (x, a) => x[0].Pad([(1, a[0])], PadMode.Circular), (shape, random) => shape.Rank is 2 or 3 ? new([random.Next(2)]) : null),
        Of("Tril", (x, a) => x[0].Tril(a[0]), (shape, random) => shape.Rank < 2 ? null : new([random.Next(-1, 2)])),
        Of("Triu", (x, a) => x[0].Triu(a[0]), (shape, random) => shape.Rank < 2 ? null : new([random.Next(-1, 2)])),
        Of("Diagonal", (x, a) => x[0].Diagonal(0, a[0], a[1]), Proposals.OfTwoAxes),
        Of("DiagEmbed", (x, a) => x[0].DiagEmbed(a[0]), (shape, random) => shape.Rank is 1 or 2 ? new([random.Next(-1, 2)]) : null),
        Of("Diag", (x, _) => x[0].Diag(), Proposals.OfRank(1, 2)),
        Of("Trace", (x, _) => x[0].Trace(), Proposals.OfRank(2, 2)),
        Of("AsStrided", (x, a) => x[0].AsStrided([2, a[0]], [1, 1], a[1]), (shape, random) => shape.Size < 4 ? null : new([shape.Size - 2, random.Next(2)])),
        Of("Unfold", (x, a) => x[0].Unfold(a[0], 2, 1), (shape, random) => shape.Rank > 3 ? null : Proposals.OfLongAxis(shape, random)),
        Of("PixelShuffle", (x, _) => x[0].PixelShuffle(2), (shape, _) => shape.Rank >= 3 && shape[^3] % 4 == 0 ? new([]) : null),
        Of("PixelUnshuffle", (x, _) => x[0].PixelUnshuffle(2), (shape, _) => shape.Rank >= 3 && shape[^1] % 2 == 0 && shape[^2] % 2 == 0 ? new([]) : null),
        Of("Meshgrid", (x, _) => Tensor.Meshgrid([x[0], x[1]])[0] * Tensor.Meshgrid([x[0], x[1]])[1], (shape, random) => shape.Rank == 1 ? new([], [Proposals.Extent(random)]) : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") => new(name, run, propose, code);

    private static FuzzCall? Factored(Shape shape, Random random)
    {
        var rows = 1 + random.Next(6);
        return shape.Size % rows == 0 ? new FuzzCall([rows, shape.Size / rows]) : null;
    }

    private static FuzzCall Permutation(Shape shape, Random random)
    {
        var axes = new int[shape.Rank];
        for (var i = 0; i < axes.Length; i++) axes[i] = i;
        random.Shuffle(axes);
        return new FuzzCall(axes);
    }

    private static FuzzCall? Part(Shape shape, Random random)
    {
        if (shape.Rank == 0) return null;
        var axis = Proposals.Axis(shape, random);
        var start = random.Next(Proposals.Extent(shape, axis));
        return new FuzzCall([axis, start, 1 + random.Next(Proposals.Extent(shape, axis) - start)]);
    }

    private static FuzzCall? Place(Shape shape, Random random)
    {
        if (shape.Rank == 0) return null;
        var axis = Proposals.Axis(shape, random);
        return new FuzzCall([axis, random.Next(Proposals.Extent(shape, axis))]);
    }

    private static FuzzCall? Cut(Shape shape, Random random) =>
        Place(shape, random) is { } place ? new FuzzCall([.. place.Settings, Proposals.Extent(shape, place.Settings[0])]) : null;

    private static FuzzCall? WithAnother(Shape shape, Random random)
    {
        if (shape.Rank == 0) return null;
        var axis = Proposals.Axis(shape, random);
        return new FuzzCall([axis], Proposals.With(shape, axis, Proposals.Extent(random)));
    }

    private static int[] Ones(Shape shape, Random random)
    {
        var counts = new int[shape.Rank];
        for (var i = 0; i < counts.Length; i++) counts[i] = 1 + random.Next(5) / 4;
        return counts;
    }
}
