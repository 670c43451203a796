using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The matrix product C = A·B of row-major matrices.</summary>
/// <remarks>
/// Blocks of A and B are copied into panels in the order in which <see cref="GemmTile"/> reads them, sized for the caches
/// (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008). The panels absorb transposes, and pad
/// the edges with zeros that only reach lanes nobody reads. The order of every sum depends on the shape alone.
/// </remarks>
internal static class Gemm
{
    // a block of A stays in the second-level cache beside one of B
    private const int BlockM = 192, BlockN = 512, BlockK = 256;

    // below this many products, or with so few rows to use a panel of B for, copying costs more than it saves
    private const int Small = 2048, FewRows = 4;

    public static void Run<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        if (c.IsEmpty) return;
        if (k == 0) c.Clear();
        else if (m == 1 || (m <= FewRows && !shape.TransposeA)) RowByRow(shape, a, b, c);
        else if (n == 1) MatrixVector.Run(a, m, b, alongK: !shape.TransposeA, c);
        else if (k == 1) MatrixVector.Outer(a, b, c);
        else if ((long)m * n * k <= Small) Plain(shape, a, b, c);
        else Blocked(shape, a, b, c);
    }

    private static void RowByRow<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var (n, k) = (shape.N, shape.K);
        for (var i = 0; i < shape.M; i++) MatrixVector.Run(b, n, a.Slice(i * k, k), alongK: shape.TransposeB, c.Slice(i * n, n));
    }

    private static void Plain<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        var (rowA, stepA) = shape.TransposeA ? (1, m) : (k, 1);
        var (columnB, stepB) = shape.TransposeB ? (k, 1) : (1, n);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                var sum = T.Zero;
                for (var l = 0; l < k; l++) sum += a[i * rowA + l * stepA] * b[j * columnB + l * stepB];
                c[i * n + j] = sum;
            }
    }

    private static void Blocked<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        var depth = Even(k, BlockK);
        var panelsA = ArrayPool<T>.Shared.Rent(Up(Math.Min(m, BlockM), GemmTile.Rows) * depth);
        var panelsB = ArrayPool<T>.Shared.Rent(Up(Math.Min(n, BlockN), GemmTile.Columns<T>()) * depth);
        for (var j = 0; j < n; j += BlockN)
        {
            var columns = Math.Min(BlockN, n - j);
            for (var l = 0; l < k; l += depth)
            {
                var steps = Math.Min(depth, k - l);
                Pack(b, shape.TransposeB, shape.TransposeB ? k : n, j, columns, l, steps, GemmTile.Columns<T>(), panelsB);
                for (var i = 0; i < m; i += BlockM)
                {
                    var rows = Math.Min(BlockM, m - i);
                    Pack(a, !shape.TransposeA, shape.TransposeA ? m : k, i, rows, l, steps, GemmTile.Rows, panelsA);
                    Tiles(rows, columns, steps, panelsA, panelsB, c[(i * n + j)..], n, add: l > 0);
                }
            }
        }
        ArrayPool<T>.Shared.Return(panelsA);
        ArrayPool<T>.Shared.Return(panelsB);
    }

    private static void Tiles<T>(int m, int n, int k, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int stride, bool add) where T : unmanaged, INumber<T>
    {
        var (rows, columns) = (GemmTile.Rows, GemmTile.Columns<T>());
        Span<T> edge = stackalloc T[rows * columns];
        for (var i = 0; i < m; i += rows)
            for (var j = 0; j < n; j += columns)
            {
                var (panelA, panelB, tile) = (i * k, j * k, i * stride + j);
                if (i + rows <= m && j + columns <= n)
                    GemmTile.Run(k, a[panelA..], b[panelB..], c[tile..], stride, add);
                else
                {
                    GemmTile.Run(k, a[panelA..], b[panelB..], edge, columns, add: false);
                    Copy(edge, columns, c[tile..], stride, Math.Min(rows, m - i), Math.Min(columns, n - j), add);
                }
            }
    }

    private static void Copy<T>(ReadOnlySpan<T> tile, int width, Span<T> c, int stride, int rows, int columns, bool add) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < rows; i++)
        {
            var from = tile.Slice(i * width, columns);
            var to = c.Slice(i * stride, columns);
            if (add) TensorPrimitives.Add(to, from, to);
            else from.CopyTo(to);
        }
    }

    /// <summary>Copies lines (rows of A, columns of B) into panels: for each step along k, one number of each line of the panel.</summary>
    /// <param name="x">The whole matrix.</param>
    /// <param name="alongK">A line lies in one piece; otherwise a step does.</param>
    /// <param name="stride">From one line, or one step, to the next.</param>
    /// <param name="line">The first line.</param>
    /// <param name="lines">How many.</param>
    /// <param name="step">The first step.</param>
    /// <param name="steps">How many.</param>
    /// <param name="width">Lines of a panel; the last is filled up with zeros.</param>
    /// <param name="panels">The panels, one after the other.</param>
    private static void Pack<T>(ReadOnlySpan<T> x, bool alongK, int stride, int line, int lines, int step, int steps, int width, Span<T> panels) where T : unmanaged
    {
        for (var end = line + lines; line < end; line += width, panels = panels[(steps * width)..])
        {
            var present = Math.Min(width, end - line);
            if (present < width) panels[..(steps * width)].Clear();
            if (alongK) Interleave(x[(line * stride + step)..], stride, present, steps, width, panels);
            else
                for (var l = 0; l < steps; l++) x.Slice((step + l) * stride + line, present).CopyTo(panels[(l * width)..]);
        }
    }

    private static void Interleave<T>(ReadOnlySpan<T> x, int stride, int lines, int steps, int width, Span<T> panel)
    {
        const int Run = 16;      // few enough cache lines of the panel at a time
        for (var l = 0; l < steps; l += Run)
            for (var r = 0; r < lines; r++)
            {
                var from = x.Slice(r * stride + l, Math.Min(Run, steps - l));
                for (var s = 0; s < from.Length; s++) panel[(l + s) * width + r] = from[s];
            }
    }

    /// <summary>The largest block not above <paramref name="limit"/> that splits an extent evenly.</summary>
    private static int Even(int extent, int limit)
    {
        var blocks = (extent + limit - 1) / limit;
        return (extent + blocks - 1) / blocks;
    }

    private static int Up(int extent, int unit) => (extent + unit - 1) / unit * unit;
}
