using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Orthonormal vectors continued to more of them, by Gram-Schmidt done twice over the unit vectors.</summary>
internal static class OrthonormalBasis
{
    /// <summary>Fills the rows from <paramref name="known"/> on with unit vectors orthogonal to all rows before.</summary>
    public static void Complete<T>(Span<T> rows, int length, int known) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // some unit vector keeps at least a share 1/length of its square; one that has lost it never gets it back
        var enough = T.One / T.CreateTruncating(2 * Math.Max(length, 1));
        var total = length == 0 ? 0 : rows.Length / length;
        for (var unit = 0; known < total && unit < length; unit++)
        {
            var row = rows.Slice(known * length, length);
            row.Clear();
            row[unit] = T.One;
            Project(rows[..(known * length)], row);
            if (TensorPrimitives.SumOfSquares<T>(row) < enough) continue;
            Project(rows[..(known * length)], row);
            TensorPrimitives.Divide<T>(row, TensorPrimitives.Norm<T>(row), row);
            known++;
        }
    }

    private static void Project<T>(ReadOnlySpan<T> basis, Span<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; !basis.IsEmpty; basis = basis[x.Length..])
        {
            var direction = basis[..x.Length];
            TensorPrimitives.MultiplyAdd<T>(direction, -TensorPrimitives.Dot<T>(direction, x), x, x);
        }
    }
}
