using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = Σ (x − mean)² / (n − correction) over some axes;  dx = 2 g (x − mean) / (n − correction).</summary>
    internal sealed class VarOp(ReducedShape over, int correction) : FloatReductionOp("Var", Saves.Inputs, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            Variance.Run(extents, Over.Reduced, Over.Kept.Extents, Over.Count, correction, x, y);

        private protected override ReductionOp With(ReducedShape over) => new VarOp(over, correction);

        protected override Tensor Rule(Saved saved, Tensor g) =>
            (saved.X() - new MeanOp(Over).Apply(saved.X())) * (g * (2 / Variance.Freedom(Over.Count, correction)));
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The variance over some axes, or over all of them.</summary>
        /// <remarks>Σ (x − mean)² / (n − correction), computed in two passes, so that a large mean does not cancel it away. With n ≤ correction there is no estimate: NaN or infinity, as in PyTorch, in the gradient too.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
        public Tensor Var(ReadOnlySpan<int> axes, int correction = 1, bool keepDims = false) =>
            new VarOp(ReducedShape.OfFloats("Var", this, axes), correction).Apply(this, keepDims);

        /// <summary>The variance of all elements, as a scalar, with correction 1.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Var(ReadOnlySpan{int}, int, bool)" path="/remarks"/>
        public Tensor Var() => Var([]);

        /// <summary>The variance over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Var(ReadOnlySpan{int}, int, bool)" path="/remarks"/>
        public Tensor Var(int axis, int correction = 1, bool keepDims = false) => Var([axis], correction, keepDims);
    }
}
