using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = √(Σ (x − mean)² / (n − correction)) over some axes;  dx = g (x − mean) / (y (n − correction)), 0 where y is 0.</summary>
    internal sealed class StdOp(ReducedShape over, int correction) : FloatReductionOp("Std", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y)
        {
            Variance.Run(extents, Over.Reduced, Over.Kept.Extents, Over.Count, correction, x, y);
            TensorPrimitives.Sqrt(y, y);
        }

        private protected override ReductionOp With(ReducedShape over) => new StdOp(over, correction);

        protected override Tensor Rule(Saved saved, Tensor g) =>
            (saved.X() - new MeanOp(Over).Apply(saved.X())) * (g * ReciprocalOrZeroOp.Instance.Apply(saved.Y) * (1 / Variance.Freedom(Over.Count, correction)));
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The standard deviation over some axes, or over all of them.</summary>
        /// <remarks>The square root of <see cref="Var()"/>: √(Σ (x − mean)² / (n − correction)). Where all elements are equal the derivative does not exist and the gradient is 0, as in PyTorch. With n ≤ correction there is no estimate: NaN or infinity, in the gradient too.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
        public Tensor Std(ReadOnlySpan<int> axes, int correction = 1, bool keepDims = false) =>
            new StdOp(ReducedShape.OfFloats("Std", this, axes), correction).Apply(this, keepDims);

        /// <summary>The standard deviation of all elements, as a scalar, with correction 1.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Std(ReadOnlySpan{int}, int, bool)" path="/remarks"/>
        public Tensor Std() => Std([]);

        /// <summary>The standard deviation over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Std(ReadOnlySpan{int}, int, bool)" path="/remarks"/>
        public Tensor Std(int axis, int correction = 1, bool keepDims = false) => Std([axis], correction, keepDims);
    }
}
