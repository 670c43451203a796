using AutoGrad.Ops;

namespace AutoGrad;

public static partial class LinearAlgebra
{
    /// <summary>Aⁿ by repeated squaring; the inverse to the power −n for a negative n, the identity for 0.</summary>
    /// <param name="a">Square matrices [.., n, n].</param>
    /// <param name="n">The exponent.</param>
    /// <exception cref="ArgumentException">The matrices are not square, or singular with a negative exponent, or the elements are not floating.</exception>
    public static Tensor MatrixPower(Tensor a, int n)
    {
        MatrixGuard.Square("MatrixPower", a);
        if (n < 0) a = new InvOp("MatrixPower").Apply(a);
        // the operand not taken keeps the identity in the graph, with gradient 0
        if (n == 0) return Tensor.Where(Tensor.Ones([], DType.Bool), Tensor.Eye(a.Shape[^1], dtype: a.DType), a);
        Tensor? power = null;
        for (var rest = Math.Abs((long)n); ; a = a.MatMul(a))
        {
            if ((rest & 1) != 0) power = power is null ? a : power.MatMul(a);
            rest >>= 1;
            if (rest == 0) return power!;
        }
    }
}
