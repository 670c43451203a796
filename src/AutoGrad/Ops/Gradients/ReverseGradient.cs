using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x;  dx = −s g.</summary>
    internal sealed class ReverseGradientOp(double scale) : NaryOp("ReverseGradient", Saves.None), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Detach();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g * -scale;
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The same elements; the gradient that passes through changes its sign.</summary>
        /// <remarks>What comes before learns to make worse what comes after: Ganin and Lempitsky, "Unsupervised domain adaptation by backpropagation", 2015.</remarks>
        /// <param name="scale">What the gradient is multiplied by besides −1.</param>
        /// <exception cref="ArgumentException">The tensor is not Float32 or Float64, or <paramref name="scale"/> is not finite.</exception>
        public Tensor ReverseGradient(double scale = 1)
        {
            if (!DType.IsFloating) throw Guard.NeedsFloat("ReverseGradient", DType);
            if (!double.IsFinite(scale)) throw new ArgumentException($"ReverseGradient: a scale is a finite number, not {scale}.", nameof(scale));
            return new ReverseGradientOp(scale).Apply(this);
        }
    }
}
