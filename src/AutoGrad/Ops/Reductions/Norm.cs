using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = √Σ x² over some axes;  dx = g x / y, 0 where y is 0.</summary>
    internal sealed class NormOp(ReducedShape over) : FloatReductionOp("Norm", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            EuclideanNorm.Run(extents, Over.Reduced, Over.Kept.Extents, x, y);

        private protected override ReductionOp With(ReducedShape over) => new NormOp(over);

        protected override Tensor Rule(Saved saved, Tensor g) => saved.X() * (g * ReciprocalOrZeroOp.Instance.Apply(saved.Y));
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The Euclidean length over some axes, or over all of them.</summary>
        /// <remarks>√Σ x², without overflow or underflow on the way. At 0 the derivative does not exist and the gradient is 0, as in PyTorch. The length of no elements is 0.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
        public Tensor Norm(ReadOnlySpan<int> axes, bool keepDims = false) => new NormOp(ReducedShape.OfFloats("Norm", this, axes)).Apply(this, keepDims);

        /// <summary>The Euclidean length of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Norm(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Norm() => Norm([]);

        /// <summary>The Euclidean length over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Norm(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Norm(int axis, bool keepDims = false) => Norm([axis], keepDims);
    }
}
