using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>C = A·B on the last two axes, either matrix transposed by its flag;  dA = g·Bᵀ,  dB = Aᵀ·g, each again such a product.</summary>
    /// <remarks>Batch axes in front broadcast; the engine sums a gradient back. No transpose is ever copied, to any order.</remarks>
    internal sealed class MatMulOp : NaryOp, IRecyclable
    {
        private static readonly MatMulOp[] s_all = [new(false, false), new(true, false), new(false, true), new(true, true)];

        private readonly bool _transposeA, _transposeB;

        private MatMulOp(bool transposeA, bool transposeB) : base("MatMul", Saves.Inputs) => (_transposeA, _transposeB) = (transposeA, transposeB);

        internal override bool Broadcasts => true;

        public static MatMulOp Of(bool transposeA, bool transposeB) => s_all[(transposeA ? 1 : 0) + (transposeB ? 2 : 0)];

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var product = MatMulShape.Of(x[0].Shape, x[1].Shape, _transposeA, _transposeB);
            var c = Tensor.Allocate(product.Result, x[0].DType);
            Dispatch.Number(Name, c.DType, new Kernel(x[0], x[1], c, product));
            return c;
        }

        internal override Tensor Batched(BatchedInputs x)
        {
            var rank = Math.Max(x.Rank(0), x.Rank(1));
            var (a, b) = (x.Aligned(0, rank), x.Aligned(1, rank));
            return x.Has(1) ? Apply(a, b) : a.MatMul(b, _transposeA, _transposeB);      // all samples' rows in one product, where it can be
        }

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Products.Tangent(this, saved, t);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => (input, _transposeA, _transposeB) switch
        {
            (0, false, _) => Of(false, !_transposeB).Apply(g, saved.X(1)),
            (0, true, _) => Of(_transposeB, true).Apply(saved.X(1), g),
            (_, _, false) => Of(!_transposeA, false).Apply(saved.X(0), g),
            (_, _, true) => Of(true, _transposeA).Apply(g, saved.X(0)),
        };

        private readonly struct Kernel(Tensor a, Tensor b, Tensor c, MatMulShape product) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                BatchedGemm.Run(product.BatchA.Extents, product.BatchB.Extents, product.Batch.Extents, product.Gemm, a.Span<T>(), b.Span<T>(), c.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The matrix product.</summary>
        /// <remarks>
        /// <para>C[i, j] = Σₖ A[i, k]·B[k, j] on the last two axes; axes in front of them are batch axes and broadcast. A vector on
        /// the left is one row, on the right one column, and its axis is dropped again: vector times vector is the scalar product.</para>
        /// <para>A transposed operand is read as it lies, not copied: <c>x.MatMul(weight, transposeB: true)</c> is x·Wᵀ. Integers wrap around
        /// on overflow. Over no products (inner extent 0) the result is zeros.</para>
        /// </remarks>
        /// <param name="other">The right operand.</param>
        /// <param name="transposeA">Swap the last two axes of this tensor first; a vector stays as it is.</param>
        /// <param name="transposeB">Swap the last two axes of <paramref name="other"/> first; a vector stays as it is.</param>
        /// <exception cref="ShapeMismatchException">An operand is a scalar, the inner extents differ, or the batch axes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
        public Tensor MatMul(Tensor other, bool transposeA = false, bool transposeB = false)
        {
            ArgumentNullException.ThrowIfNull(other);
            Guard.SameDType("MatMul", this, other);
            MatMulShape.Check(Shape, other.Shape, transposeA, transposeB);
            if (Rank == 2 && other.Rank == 2) return MatMulOp.Of(transposeA, transposeB).Apply(this, other);
            var (a, b) = (this, other);
            if (Rank == 1) (a, transposeA) = (Reshape(new Shape(1, Size)), false);
            if (other.Rank == 1) (b, transposeB) = (other.Reshape(new Shape(other.Size, 1)), false);
            var result = MatMulShape.Of(a.Shape, b.Shape, transposeA, transposeB).Result;
            if (a.Rank > 2 && b.Rank == 2 && !transposeA)
                a = a.Reshape(new Shape(Shape.Product(a.Shape.Extents[..^1]), a.Shape[^1]));       // all rows in one product
            var c = MatMulOp.Of(transposeA, transposeB).Apply(a, b);
            if (Rank > 1 && other.Rank > 1) return c.Reshape(result);
            var rows = Rank == 1 ? result.Extents[..^2] : result.Extents[..^1];
            return c.Reshape(Shape.Concat(rows, other.Rank == 1 ? [] : result.Extents[^1..]));
        }
    }
}
