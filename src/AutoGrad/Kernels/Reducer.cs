using System.Buffers;

namespace AutoGrad.Kernels;

/// <summary>Reduces a row-major array over any axes, by trees whose form depends on the shape alone.</summary>
/// <remarks>
/// Neighbouring axes of the same fate are one axis. Then each reduced axis is taken in turn, the innermost first, as the
/// middle one of [outer, n, inner]. Halving trees keep the rounding error at O(log n) and the bits the same on every run.
/// </remarks>
internal static class Reducer
{
    private const int Leaf = 1024, RowLeaf = 16;

    /// <summary>Reduces <paramref name="x"/> over the marked axes into <paramref name="y"/>.</summary>
    public static void Run<T, TReduction>(ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, ReadOnlySpan<T> x, Span<T> y, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (y.IsEmpty) return;
        if (x.IsEmpty)
        {
            y.Fill(reduction.Identity);
            return;
        }
        Span<int> group = stackalloc int[extents.Length + 1];
        Span<bool> fate = stackalloc bool[extents.Length + 1];
        var groups = Group(extents, reduced, group, fate);
        T[]? held = null;
        var inner = 1;
        for (var i = groups - 1; i >= 0; i--)
        {
            if (!fate[i])
            {
                inner *= group[i];
                continue;
            }
            var outer = x.Length / (group[i] * inner);
            var last = !fate[..i].Contains(true);
            var target = last ? null : ArrayPool<T>.Shared.Rent(outer * inner);
            var span = last ? y : target.AsSpan(0, outer * inner);
            Middle(x, outer, group[i], inner, span, reduction);
            if (held is not null) ArrayPool<T>.Shared.Return(held);
            held = target;
            x = span;
        }
        if (held is not null) ArrayPool<T>.Shared.Return(held);
        if (!fate[..groups].Contains(true)) x.CopyTo(y);
    }

    /// <summary>y[o, i] = x[o, 0, i] ∘ x[o, 1, i] ∘ ...</summary>
    private static void Middle<T, TReduction>(ReadOnlySpan<T> x, int outer, int n, int inner, Span<T> y, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        for (var o = 0; o < outer; o++) Slab(x.Slice(o * n * inner, n * inner), n, inner, y.Slice(o * inner, inner), reduction);
    }

    /// <summary>y[i] = x[0, i] ∘ x[1, i] ∘ ...; neither extent is 0.</summary>
    public static void Slab<T, TReduction>(ReadOnlySpan<T> x, int n, int inner, Span<T> y, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (inner == 1) y[0] = Line(x, reduction);
        else Rows(x, n, inner, y, reduction);
    }

    /// <summary>x[0] ∘ x[1] ∘ ... of a line that is not empty.</summary>
    public static T Line<T, TReduction>(ReadOnlySpan<T> x, TReduction reduction) where TReduction : struct, ILineReduction<T>
    {
        if (x.Length <= Leaf) return reduction.Run(x);
        var half = x.Length / 2 / Leaf * Leaf;
        if (half == 0) half = Leaf;
        return reduction.Combine(Line(x[..half], reduction), Line(x[half..], reduction));
    }

    private static void Rows<T, TReduction>(ReadOnlySpan<T> x, int rows, int inner, Span<T> acc, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (rows <= RowLeaf)
        {
            x[..inner].CopyTo(acc);
            for (var r = 1; r < rows; r++) reduction.Accumulate(acc, x.Slice(r * inner, inner));
            return;
        }
        var half = rows / 2;
        Rows(x[..(half * inner)], half, inner, acc, reduction);
        var rest = ArrayPool<T>.Shared.Rent(inner);
        Rows(x[(half * inner)..], rows - half, inner, rest.AsSpan(0, inner), reduction);
        reduction.Accumulate(acc, rest.AsSpan(0, inner));
        ArrayPool<T>.Shared.Return(rest);
    }

    private static int Group(ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, Span<int> group, Span<bool> fate)
    {
        var groups = 0;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] == 1) continue;
            if (groups > 0 && fate[groups - 1] == reduced[axis]) group[groups - 1] *= extents[axis];
            else (group[groups], fate[groups++]) = (extents[axis], reduced[axis]);
        }
        return groups;
    }
}
