using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = Σ x / n over some axes;  dx = g / n, expanded.</summary>
    internal sealed class MeanOp(ReducedShape over) : FloatReductionOp("Mean", Saves.None, over), IUniformGradient
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y)
        {
            Reducer.Run(extents, Over.Reduced, x, y, new SumReduction<T>());
            TensorPrimitives.Divide(y, T.CreateTruncating(Over.Count), y);
        }

        private protected override ReductionOp With(ReducedShape over) => new MeanOp(over);

        // the gradient over no elements is empty, and stays finite when it is differentiated again
        protected override Tensor Rule(Saved saved, Tensor g) => (g / Math.Max(1, Over.Count)).Expand(saved.ShapeOf());

        bool IUniformGradient.IsUniform => Over.Kept.Size == 1;

        T IUniformGradient.Uniform<T>(T g) => g / T.CreateTruncating((double)Math.Max(1, Over.Count));
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The mean over some axes, or over all of them.</summary>
        /// <remarks>Σ x / n; each of the n elements gets 1/n of the gradient. Summation is by halves: error O(log n). The mean of no elements is NaN.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
        public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false) => new MeanOp(ReducedShape.OfFloats("Mean", this, axes)).Apply(this, keepDims);

        /// <summary>The mean of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Mean(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Mean() => Mean([]);

        /// <summary>The mean over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="Mean(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Mean(int axis, bool keepDims = false) => Mean([axis], keepDims);
    }
}
