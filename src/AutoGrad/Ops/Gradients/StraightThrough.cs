using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = v;  dx = g.</summary>
    internal sealed class StraightThroughOp() : NaryOp("StraightThrough", Saves.None), IRecyclable
    {
        public static readonly StraightThroughOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[1].Detach();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The elements of <paramref name="value"/>, with the gradient of this tensor: as if the step between them were the identity.</summary>
        /// <remarks>
        /// For steps without a useful derivative: <c>x.StraightThrough(x.Round())</c>. Bengio et al., "Estimating or propagating
        /// gradients through stochastic neurons for conditional computation", 2013. No gradient flows into <paramref name="value"/>.
        /// </remarks>
        /// <param name="value">What to compute with, in the shape and element type of this tensor.</param>
        /// <exception cref="ShapeMismatchException"><paramref name="value"/> has another shape.</exception>
        /// <exception cref="ArgumentException"><paramref name="value"/> has another element type, or the tensor is not Float32 or Float64.</exception>
        public Tensor StraightThrough(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!DType.IsFloating) throw Guard.NeedsFloat("StraightThrough", DType);
            Guard.SameDType("StraightThrough", this, value);
            if (value.Shape != Shape) throw new ShapeMismatchException("StraightThrough", Shape, value.Shape, "the value stands in the place of the tensor");
            return StraightThroughOp.Instance.Apply(this, value.Detach());
        }
    }
}
