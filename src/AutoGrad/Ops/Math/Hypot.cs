using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = √(x² + y²);  dx = g x / z,  dy = g y / z.</summary>
    internal sealed class HypotOp() : BinaryOp("Hypot", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly HypotOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Elementwise.Run(default(Hypotenuse), x, y, z);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g * (saved.X(input) / saved.X(0).Hypot(saved.X(1)));
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The length √(x² + y²) of the hypotenuse, element by element, with broadcasting; no square overflows on the way.</summary>
        /// <remarks>There is no derivative at the origin: it is NaN there, as in PyTorch.</remarks>
        /// <param name="other">The other leg.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor Hypot(Tensor other) => HypotOp.Instance.Apply(this, other);
    }
}
