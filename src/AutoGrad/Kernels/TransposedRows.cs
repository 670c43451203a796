using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A copy of some rows as columns, for a product that several blocks take with the same matrix.</summary>
internal static unsafe class TransposedRows
{
    /// <summary>y[k, i] = x[i, k]. Rows of y are written to the end of a register.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="strideX">From one row of x to the next.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="y">The result.</param>
    /// <param name="strideY">From one row of y to the next; whole registers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* x, nint strideX, nint rows, nint columns, T* y, nint strideY) where T : unmanaged, INumber<T>
    {
        nint lanes = GemmTileTable<T>.Lanes, whole = columns / lanes * lanes;
        var transpose = GemmTileTable<T>.Transpose;
        for (nint i = 0; i < rows; i += lanes, x += lanes * strideX, y += lanes)
        {
            var present = nint.Min(lanes, rows - i);
            for (nint k = 0; k < whole; k += lanes) transpose(x + k, strideX, present, y + k * strideY, strideY);
            for (var k = whole; k < columns; k++)
                for (nint line = 0; line < present; line++) y[k * strideY + line] = x[line * strideX + k];
        }
    }
}
