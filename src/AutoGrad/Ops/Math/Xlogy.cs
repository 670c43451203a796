using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x ln y, and 0 where x is 0;  dx = g ln y, 0 where x is 0 and y not positive;  dy = g x / y.</summary>
    internal sealed class XlogyOp() : BinaryOp("Xlogy", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly XlogyOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = x[i] == T.Zero && !T.IsNaN(y[i]) ? T.Zero : x[i] * T.Log(y[i]);
        }

        // y is replaced before its logarithm is taken: 0·∞ would come back as NaN at the next order
        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(0), saved.X(1));
            return input == 0 ? g.Xlogy(Tensor.Where(x.EqualTo(0) & (y <= 0), 1, y)) : g * (x / y);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>x ln y, element by element with broadcasting; 0 where x is 0, whatever y (but NaN).</summary>
        /// <remarks>Derivatives ln y by x, 0 where x is 0 and y not positive; x / y by y, NaN where both are 0, as in PyTorch.</remarks>
        /// <param name="y">The numbers whose logarithm is taken.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor Xlogy(Tensor y) => XlogyOp.Instance.Apply(this, y);
    }
}
