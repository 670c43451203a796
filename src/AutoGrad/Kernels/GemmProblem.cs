using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A matrix product C = start + A·B, not below a floor, of matrices in pinned memory.</summary>
internal unsafe struct GemmProblem<T> where T : unmanaged, INumber<T>
{
    /// <summary>Extents, flags and strides.</summary>
    public GemmShape Shape;

    /// <summary>The left operand.</summary>
    public T* A;

    /// <summary>The right operand.</summary>
    public T* B;

    /// <summary>The result.</summary>
    public T* C;

    /// <summary>What the sums are added to.</summary>
    public GemmStart Start;

    /// <summary>The numbers a bias adds.</summary>
    public T* Bias;

    /// <summary>Whether what is negative becomes zero; NaN stays.</summary>
    public bool Rectify;

    /// <summary>The product for some of the rows and columns of the result.</summary>
    public readonly GemmProblem<T> Part(int row, int rows, int column, int columns)
    {
        var part = this;
        part.Shape = Shape with { M = rows, N = columns };
        part.A += Shape.TransposeA ? row : (nint)row * Shape.StrideA;
        part.B += Shape.TransposeB ? (nint)column * Shape.StrideB : column;
        part.C += (nint)row * Shape.StrideC + column;
        if (Start == GemmStart.ColumnBias) part.Bias += column;
        if (Start == GemmStart.RowBias) part.Bias += row;
        return part;
    }

    /// <summary>The result over no products.</summary>
    public readonly void WriteStart()
    {
        for (var i = 0; i < Shape.M; i++)
        {
            var row = new Span<T>(C + (nint)i * Shape.StrideC, Shape.N);
            if (Start == GemmStart.Zero) row.Clear();
            if (Start == GemmStart.ColumnBias) new Span<T>(Bias, Shape.N).CopyTo(row);
            if (Start == GemmStart.RowBias) row.Fill(Bias[i]);
            if (Rectify) Floor(row);
        }
    }

    /// <summary>Adds to a result that holds the sums what they start from, and applies the floor.</summary>
    public readonly void Finish()
    {
        for (var i = 0; i < Shape.M; i++)
        {
            var row = new Span<T>(C + (nint)i * Shape.StrideC, Shape.N);
            for (var j = 0; Start is GemmStart.ColumnBias or GemmStart.RowBias && j < row.Length; j++) row[j] += Bias[Start == GemmStart.ColumnBias ? j : i];
            if (Rectify) Floor(row);
        }
    }

    /// <summary>What is negative becomes zero.</summary>
    public static void Floor(Span<T> x)
    {
        foreach (ref var value in x)
            if (value < T.Zero) value = T.Zero;
    }
}
