using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Applies a sparse matrix along an axis, several numbers at a time.</summary>
internal static unsafe class SparseLines<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly bool s_vectors = typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Lines that are worked on together; 1 for types without vectors.</summary>
    public static int Lanes => s_vectors ? GemmTileTable<T>.Lanes : 1;

    /// <summary>y[o, r] = Σ weight·x[o, column]: lines are turned, so that vectors hold the same place of several.</summary>
    public static void Run(SparseRows map, T* weights, int lines, T* x, T* y)
    {
        var lanes = Lanes;
        using var room = new Scratch<T>(((long)map.Width + map.Rows) * lanes);
        T* from = room.Pointer, to = from + (long)map.Width * lanes;
        for (; s_vectors && lines >= lanes; lines -= lanes, x += (long)lanes * map.Width, y += (long)lanes * map.Rows)
        {
            Turn(x, map.Width, lanes, map.Width, from, lanes);
            Combine(map, weights, lanes, from, to);
            Turn(to, lanes, map.Rows, lanes, y, map.Rows);
        }
        for (; lines > 0; lines--, x += map.Width, y += map.Rows)
            for (var r = 0; r < map.Rows; r++) y[r] = Sum(map, weights, r, x, 1);
    }

    /// <summary>y[r, i] = Σ weight·x[column, i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(SparseRows map, T* weights, int inner, T* x, T* y)
    {
        var (starts, columns) = (map.Starts, map.Columns);
        for (var r = 0; r < starts.Length - 1; r++, y += inner)
        {
            var (first, end, i) = (starts[r], starts[r + 1], 0);
            if (s_vectors)
            {
                var n = Vector<T>.Count;
                for (; i <= inner - 2 * n; i += 2 * n)
                {
                    Vector<T> a = Vector<T>.Zero, b = Vector<T>.Zero;
                    for (var e = first; e < end; e++)
                    {
                        var at = x + (long)columns[e] * inner + i;
                        a += Vector.Create(weights[e]) * Vector.Load(at);
                        b += Vector.Create(weights[e]) * Vector.Load(at + n);
                    }
                    a.Store(y + i);
                    b.Store(y + i + n);
                }
                for (; i <= inner - n; i += n)
                {
                    var a = Vector<T>.Zero;
                    for (var e = first; e < end; e++) a += Vector.Create(weights[e]) * Vector.Load(x + (long)columns[e] * inner + i);
                    a.Store(y + i);
                }
            }
            for (; i < inner; i++) y[i] = Sum(map, weights, r, x + i, inner);
        }
    }

    private static T Sum(SparseRows map, T* weights, int row, T* x, long stride)
    {
        var sum = T.Zero;
        for (var e = map.Starts[row]; e < map.Starts[row + 1]; e++) sum += weights[e] * x[map.Columns[e] * stride];
        return sum;
    }

    /// <summary>y[j, i] = x[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(T* x, long strideX, int rows, int columns, T* y, long strideY)
    {
        var lanes = GemmTileTable<T>.Lanes;
        if (rows < lanes || columns < lanes)
        {
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++) y[j * strideY + i] = x[i * strideX + j];
            return;
        }
        // the last block overlaps the one before
        for (var row = 0; row < rows; row += lanes)
            for (var column = 0; column < columns; column += lanes)
            {
                int i = Math.Min(row, rows - lanes), j = Math.Min(column, columns - lanes);
                GemmTileTable<T>.Transpose(x + i * strideX + j, (nint)strideX, lanes, y + j * strideY + i, (nint)strideY);
            }
    }
}
