using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = the angle of the point (x, y);  dy = g x / (x² + y²),  dx = −g y / (x² + y²).</summary>
    internal sealed class Atan2Op() : BinaryOp("Atan2", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly Atan2Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> x, Span<T> z) => Elementwise.Run(default(Atan2Operator), y, x, z);

        // divides by the radius twice: its square could overflow, or underflow
        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (y, x) = (saved.X(0), saved.X(1));
            var radius = y.Hypot(x);
            return input == 0 ? g * (x / radius / radius) : g * (y / radius / -radius);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The angle of the point (x, y) in radians, −π..π, where this tensor holds y, element by element with broadcasting.</summary>
        /// <remarks>There is no derivative at the origin: it is NaN there, as in PyTorch.</remarks>
        /// <param name="x">The other coordinate.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor Atan2(Tensor x) => Atan2Op.Instance.Apply(this, x);
    }
}
