using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = (Σ |x|ᵖ)^(1/p) over some axes;  dx = g sign x (|x| / y)ᵖ⁻¹, 0 where x or y is 0.</summary>
    internal sealed class PowerNormOp(ReducedShape over, double order) : FloatReductionOp("VectorNorm", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            PowerNorm.Run(extents, Over.Reduced, Over.Kept.Extents, order, x, y);

        private protected override ReductionOp With(ReducedShape over) => new PowerNormOp(over, order);

        // where the slope is taken as 0, the base is replaced: its powers must not meet an infinity at any order
        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(), saved.Y);
            var flat = x.EqualTo(0) | y.EqualTo(0);
            var share = Tensor.Where(flat, 1, x.Abs() * ReciprocalOrZeroOp.Instance.Apply(y)).Pow(order - 1);
            return g * Tensor.Where(flat, 0, x.Detach().Sign() * share);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The p-norm (Σ |x|ᵖ)^(1/p) over some axes, or over all of them.</summary>
        /// <remarks>
        /// PyTorch's <c>linalg.vector_norm</c>. p = 1 is the sum of sizes, 2 the Euclidean length, ∞ the largest size, −∞ the smallest, 0 the
        /// number of elements that are not 0. Where the derivative does not exist it is 0: at 0 elements, and where the norm is 0.
        /// Elements that tie for p = ±∞ share the gradient evenly.
        /// </remarks>
        /// <param name="order">The order p; any number.</param>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="order"/> is NaN.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, the elements are not Float32 or Float64, or there are none and p is ±∞.</exception>
        public Tensor VectorNorm(double order, ReadOnlySpan<int> axes, bool keepDims = false)
        {
            if (double.IsNaN(order)) throw new ArgumentOutOfRangeException(nameof(order), order, $"VectorNorm: the order must be a number.{NameScope.Suffix}");
            var over = ReducedShape.OfFloats("VectorNorm", this, axes);
            return order switch
            {
                0 => Sign().Abs().Sum(axes, keepDims),
                1 => Abs().Sum(axes, keepDims),
                2 => Norm(axes, keepDims),
                double.PositiveInfinity => Abs().Max(axes, keepDims),
                double.NegativeInfinity => Abs().Min(axes, keepDims),
                _ => new PowerNormOp(over, order).Apply(this, keepDims),
            };
        }

        /// <summary>The p-norm (Σ |x|ᵖ)^(1/p) of all elements, as a scalar.</summary>
        /// <param name="order">The order p; any number.</param>
        /// <inheritdoc cref="VectorNorm(double, ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor VectorNorm(double order = 2) => VectorNorm(order, []);

        /// <summary>The p-norm (Σ |x|ᵖ)^(1/p) over one axis.</summary>
        /// <param name="order">The order p; any number.</param>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <inheritdoc cref="VectorNorm(double, ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor VectorNorm(double order, int axis, bool keepDims = false) => VectorNorm(order, [axis], keepDims);
    }
}
