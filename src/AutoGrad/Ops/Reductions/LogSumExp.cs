using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = log Σ eˣ over some axes;  dx = g eˣ⁻ʸ.</summary>
    internal sealed class LogSumExpOp(ReducedShape over) : FloatReductionOp("LogSumExp", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            ExponentialSum.Log(extents, Over.Reduced, Over.Kept.Extents, x, y);

        private protected override ReductionOp With(ReducedShape over) => new LogSumExpOp(over);

        protected override Tensor Rule(Saved saved, Tensor g) => g * PowerShareOp.Instance.Apply(saved.X(), saved.Y);
    }

    /// <summary>z = eˣ⁻ʸ, and 0 where x is −∞ whatever y;  dx = g z,  dy = −g z.</summary>
    internal sealed class PowerShareOp() : BinaryOp("LogSumExp", Saves.Output), IRecyclable
    {
        public static readonly PowerShareOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            TensorPrimitives.Subtract(x, y, z);
            TensorPrimitives.Exp(z, z);
            for (var i = 0; i < z.Length; i++)
                if (T.IsNegativeInfinity(x[i])) z[i] = T.Zero;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input == 0 ? g * saved.Y : -(g * saved.Y);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the sum of exponentials over some axes, or over all of them.</summary>
        /// <remarks>log Σ eˣ, computed from x − max x, so large numbers do not overflow; its gradient is the softmax. Over entries that are all −∞, or over none, the result is −∞ and the gradient 0; with a +∞ it is +∞.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
        public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false) => new LogSumExpOp(ReducedShape.OfFloats("LogSumExp", this, axes)).Apply(this, keepDims);

        /// <summary>The logarithm of the sum of exponentials of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor LogSumExp() => LogSumExp([]);

        /// <summary>The logarithm of the sum of exponentials over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor LogSumExp(int axis, bool keepDims = false) => LogSumExp([axis], keepDims);
    }
}
