using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = sin x;  dx = g cos x.</summary>
    internal sealed class SinOp() : UnaryOp("Sin", Saves.Inputs), IRecyclable
    {
        public static readonly SinOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sin(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Cos();
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The sine of each element, in radians.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Sin() => SinOp.Instance.Apply(this);
    }
}
