using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The extents of a batched matrix product.</summary>
/// <param name="Gemm">Extents and flags of one product.</param>
/// <param name="BatchA">Batch axes of the left operand.</param>
/// <param name="BatchB">Batch axes of the right operand.</param>
/// <param name="Batch">What they broadcast to.</param>
/// <param name="Result">The shape of the result.</param>
internal readonly record struct MatMulShape(GemmShape Gemm, Shape BatchA, Shape BatchB, Shape Batch, Shape Result)
{
    /// <summary>Works it out for two operands of at least two axes that fit.</summary>
    public static MatMulShape Of(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        var gemm = new GemmShape(a[transposeA ? ^1 : ^2], b[transposeB ? ^2 : ^1], a[transposeA ? ^2 : ^1], transposeA, transposeB);
        if (a.Rank == 2 && b.Rank == 2) return new MatMulShape(gemm, [], [], [], new Shape(gemm.M, gemm.N));
        Shape batchA = new(a.Extents[..^2]), batchB = new(b.Extents[..^2]);
        var batch = Shape.Broadcast("MatMul", batchA, batchB);
        return new MatMulShape(gemm, batchA, batchB, batch, Shape.Concat(batch.Extents, [gemm.M, gemm.N]));
    }

    /// <summary>Refuses operands that cannot be multiplied, in the words of the caller's shapes.</summary>
    public static void Check(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new ShapeMismatchException("MatMul", a, b, "a scalar is no matrix: multiply with *");
        var inner = a[a.Rank > 1 && transposeA ? ^2 : ^1];
        var other = b[b.Rank > 1 && !transposeB ? ^2 : ^1];
        if (inner != other)
            throw new ShapeMismatchException("MatMul", a, b, $"the inner extents differ, {inner} and {other}{Flags(transposeA, transposeB)}{Fix(a, b, inner, other, transposeA, transposeB)}");
        for (var i = 3; i <= Math.Min(a.Rank, b.Rank); i++)
            if (a[^i] != b[^i] && a[^i] != 1 && b[^i] != 1)
                throw new ShapeMismatchException("MatMul", a, b, $"the batch axes do not broadcast: axis -{i} has {a[^i]} against {b[^i]} (they must be equal or 1)");
    }

    private static string Flags(bool transposeA, bool transposeB) => (transposeA, transposeB) switch
    {
        (false, false) => "",
        (true, false) => " (with transposeA)",
        (false, true) => " (with transposeB)",
        _ => " (with transposeA and transposeB)",
    };

    private static string Fix(Shape a, Shape b, int inner, int other, bool transposeA, bool transposeB)
    {
        if (b.Rank > 1 && b[transposeB ? ^2 : ^1] == inner) return $": pass transposeB: {(transposeB ? "false" : "true")}";
        if (a.Rank > 1 && a[transposeA ? ^1 : ^2] == other) return $": pass transposeA: {(transposeA ? "false" : "true")}";
        return ": the last axis of the left operand must be as long as the last but one of the right";
    }
}
