using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = the larger of x and y, the number beside a NaN;  g to the one taken, on a tie to x.</summary>
    internal sealed class FmaxOp() : NumberBinaryOp("Fmax", Saves.Inputs)
    {
        public static readonly FmaxOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = x[i] >= y[i] || T.IsNaN(y[i]) ? x[i] : y[i];
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var first = (saved.X(0) >= saved.X(1)) | saved.X(1).IsNaN();
            return input == 0 ? Tensor.Where(first, g, 0) : Tensor.Where(first, 0, g);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The larger of this and another tensor, element by element with broadcasting; beside a NaN the number.</summary>
        /// <remarks>The gradient goes to the element taken; on a tie to this tensor's, as in PyTorch. <see cref="Maximum(Tensor)"/> passes NaN on instead.</remarks>
        /// <param name="other">The other tensor.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ or are truth values.</exception>
        public Tensor Fmax(Tensor other) => FmaxOp.Instance.Apply(this, other);
    }
}
