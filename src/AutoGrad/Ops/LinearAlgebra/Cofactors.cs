using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>C = the cofactors of A, the derivative of det A;  dA = ⟨g, C⟩·A⁻ᵀ − A⁻ᵀ·gᵀ·C where A has an inverse.</summary>
/// <remarks>
/// Near a singular matrix both go through A = U·diag(σ)·Vᵀ: with s = det U·det V, C = s·U·diag(Πₖ≠ᵢ σₖ)·Vᵀ and, with
/// G = Uᵀ·g·V and W[i, j] = Πₖ≠ᵢ,ⱼ σₖ (0 on the diagonal), dA = s·U·(diag(W·diag G) − W∘Gᵀ)·Vᵀ. No division: right at any rank.
/// </remarks>
internal sealed class CofactorsOp() : NaryOp("Det", Saves.Inputs | Saves.Output), IRecyclable
{
    private bool _regular;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var a = x[0];
        _regular = IsRegular(a);
        if (_regular) return LinearAlgebra.Inv(a).Transpose(-2, -1) * LinearAlgebra.Det(a).Unsqueeze(-1).Unsqueeze(-1);
        var (u, s, vh) = LinearAlgebra.Svd(a);
        return Sign(u, vh) * (u * Others(s).Unsqueeze(-2)).MatMul(vh);
    }

    internal override Tensor Batched(BatchedInputs x) => new CofactorsOp().Apply(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var a = saved.X();
        if (_regular)
        {
            var (c, inverse) = (saved.Y, LinearAlgebra.Inv(a));
            return (g * c).Sum([-2, -1], keepDims: true) * inverse.Transpose(-2, -1) - inverse.MatMul(g, transposeA: true, transposeB: true).MatMul(c);
        }
        var (u, s, vh) = LinearAlgebra.Svd(a);
        var inner = u.MatMul(g, transposeA: true).MatMul(vh, transposeB: true);
        var weights = Pairs(s);
        var diagonal = weights.MatMul(inner.Diagonal(0, -2, -1).Unsqueeze(-1)).Squeeze(-1).DiagEmbed();
        return Sign(u, vh) * u.MatMul(diagonal - weights * inner.Transpose(-2, -1)).MatMul(vh);
    }

    /// <summary>W[i, j] = Πₖ≠ᵢ,ⱼ σₖ, and 0 for i = j.</summary>
    private static Tensor Pairs(Tensor s)
    {
        var n = s.Shape[^1];
        var diagonal = Tensor.Eye(n, dtype: s.DType);
        // row i has 1 in the place of σᵢ
        return Others(s.Unsqueeze(-2) * (1 - diagonal) + diagonal) * (1 - diagonal);
    }

    private static Tensor Others(Tensor x) => ProductOfOthers.Of(x, ReducedShape.Of("Det", x.Shape, [-1]));

    private static Tensor Sign(Tensor u, Tensor vh) => (LinearAlgebra.Det(u.Detach()) * LinearAlgebra.Det(vh.Detach())).Round().Unsqueeze(-1).Unsqueeze(-1);

    // the inverse loses as many digits as the pivots differ by
    private static bool IsRegular(Tensor a)
    {
        var check = new RegularityCheck(LuFactors.Of(a), MatrixGuard.Count(a.Shape), new bool[1]);
        Dispatch.Float("Det", a.DType, check);
        return check.Result[0];
    }

    private readonly struct RegularityCheck(LuFactors factors, int count, bool[] result) : IFloatKernel
    {
        public bool[] Result => result;

        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            result[0] = true;
            var least = T.Sqrt(T.Sqrt(Precision.Epsilon<T>()));
            for (var b = 0; b < count; b++)
            {
                ReadOnlySpan<T> pivots = factors.Pivots<T>(b);
                if (pivots.IsEmpty) return;
                if (T.Abs(TensorPrimitives.MinMagnitude(pivots)) <= least * T.Abs(TensorPrimitives.MaxMagnitude(pivots))) result[0] = false;
            }
        }
    }
}
