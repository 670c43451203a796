using System.Buffers;

namespace AutoGrad.Kernels;

/// <summary>Reduces a row-major array over any axes, by trees whose form depends on the shape alone.</summary>
/// <remarks>
/// Neighbouring axes of the same fate are one axis. Then each reduced axis is taken in turn, the innermost first, as the
/// middle one of [outer, n, inner]. Halving trees keep the rounding error at O(log n) and the bits the same on every run.
/// </remarks>
internal static unsafe class Reducer
{
    private const int Leaf = 1024, RowLeaf = 16;

    // elements of a chunk, of a branch of a line's tree that is one, and the least columns that are
    private const int ChunkSize = 16_384, Branch = 32 * 1024, LeastColumns = 64;

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

    /// <summary>y[i] = x[0, i] ∘ x[1, i] ∘ ... over the rows of a matrix.</summary>
    public static void Rows<T, TReduction>(ReadOnlySpan<T> x, int rows, Span<T> y, TReduction reduction) where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (x.IsEmpty) y.Fill(reduction.Identity);
        else Middle(x, 1, rows, y.Length, y, reduction);
    }

    /// <summary>y[o, i] = x[o, 0, i] ∘ x[o, 1, i] ∘ ...</summary>
    private static void Middle<T, TReduction>(ReadOnlySpan<T> x, int outer, int n, int inner, Span<T> y, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        fixed (T* from = x, to = y)
        {
            if (outer == 1 && inner == 1) y[0] = WholeLine(from, n, reduction);
            else if (outer == 1)
            {
                var columns = Math.Max(LeastColumns, ChunkSize / n);
                ForkJoin.Run((inner - 1) / columns + 1, new ColumnWork<T, TReduction>(from, n, inner, columns, to, reduction));
            }
            else
            {
                var slabs = Math.Max(1, ChunkSize / (n * inner));
                ForkJoin.Run((outer - 1) / slabs + 1, new SlabWork<T, TReduction>(from, outer, n, inner, slabs, to, reduction));
            }
        }
    }

    /// <summary>The tree of a long line, its larger branches side by side.</summary>
    private static T WholeLine<T, TReduction>(T* x, int n, TReduction reduction) where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (n <= Branch) return Line(new ReadOnlySpan<T>(x, n), reduction);
        var (starts, values) = (new List<int>(), 0);
        Branches(0, n, starts);
        var results = ArrayPool<T>.Shared.Rent(starts.Count);
        starts.Add(n);
        fixed (T* to = results) ForkJoin.Run(starts.Count - 1, new BranchWork<T, TReduction>(x, starts, to, reduction));
        var result = Join(results, ref values, n, reduction);
        ArrayPool<T>.Shared.Return(results);
        return result;
    }

    private static void Branches(int start, int n, List<int> starts)
    {
        if (n <= Branch)
        {
            starts.Add(start);
            return;
        }
        Branches(start, Half(n), starts);
        Branches(start + Half(n), n - Half(n), starts);
    }

    private static T Join<T, TReduction>(T[] values, ref int next, int n, TReduction reduction) where TReduction : struct, IReduction<T>
    {
        if (n <= Branch) return values[next++];
        var first = Join(values, ref next, Half(n), reduction);
        return reduction.Combine(first, Join(values, ref next, n - Half(n), reduction));
    }

    private static int Half(int n) => Math.Max(Leaf, n / 2 / Leaf * Leaf);

    /// <summary>y[i] = x[0, i] ∘ x[1, i] ∘ ...; neither extent is 0.</summary>
    public static void Slab<T, TReduction>(ReadOnlySpan<T> x, int n, int inner, Span<T> y, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (inner == 1) y[0] = Line(x, reduction);
        else Rows(x, n, inner, inner, y, reduction);
    }

    /// <summary>x[0] ∘ x[1] ∘ ... of a line that is not empty.</summary>
    public static T Line<T, TReduction>(ReadOnlySpan<T> x, TReduction reduction) where TReduction : struct, ILineReduction<T>
    {
        if (x.Length <= Leaf) return reduction.Run(x);
        var half = Half(x.Length);
        return reduction.Combine(Line(x[..half], reduction), Line(x[half..], reduction));
    }

    /// <summary>Adds up rows, or a part of each: <paramref name="stride"/> is from one to the next.</summary>
    private static void Rows<T, TReduction>(ReadOnlySpan<T> x, int rows, int stride, int inner, Span<T> acc, TReduction reduction)
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        if (rows <= RowLeaf)
        {
            x[..inner].CopyTo(acc);
            for (var r = 1; r < rows; r++) reduction.Accumulate(acc, x.Slice(r * stride, inner));
            return;
        }
        var half = rows / 2;
        Rows(x, half, stride, inner, acc, reduction);
        var rest = ArrayPool<T>.Shared.Rent(inner);
        Rows(x[(half * stride)..], rows - half, stride, inner, rest.AsSpan(0, inner), reduction);
        reduction.Accumulate(acc, rest.AsSpan(0, inner));
        ArrayPool<T>.Shared.Return(rest);
    }

    private readonly struct SlabWork<T, TReduction>(T* x, int outer, int n, int inner, int slabs, T* y, TReduction reduction) : IChunkedWork
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        public void Run(int chunk)
        {
            for (var o = chunk * slabs; o < Math.Min(outer, (chunk + 1) * slabs); o++)
                Slab(new ReadOnlySpan<T>(x + (nint)o * n * inner, n * inner), n, inner, new Span<T>(y + (nint)o * inner, inner), reduction);
        }
    }

    private readonly struct ColumnWork<T, TReduction>(T* x, int n, int inner, int columns, T* y, TReduction reduction) : IChunkedWork
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        public void Run(int chunk)
        {
            var first = chunk * columns;
            Rows(new ReadOnlySpan<T>(x + first, n * inner - first), n, inner, Math.Min(columns, inner - first), new Span<T>(y + first, Math.Min(columns, inner - first)), reduction);
        }
    }

    private readonly struct BranchWork<T, TReduction>(T* x, List<int> starts, T* y, TReduction reduction) : IChunkedWork
        where T : unmanaged where TReduction : struct, IReduction<T>
    {
        public void Run(int chunk) => y[chunk] = Line(new ReadOnlySpan<T>(x + starts[chunk], starts[chunk + 1] - starts[chunk]), reduction);
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
