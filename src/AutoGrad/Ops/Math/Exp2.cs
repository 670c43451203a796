using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = 2ˣ;  dx = g y ln 2.</summary>
    internal sealed class Exp2Op() : UnaryOp("Exp2", Saves.Output), IPointwise, IRecyclable
    {
        private static readonly double s_scale = Math.Log(2);

        public static readonly Exp2Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Exp2Operator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y * s_scale);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The power 2ˣ of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Exp2() => Exp2Op.Instance.Apply(this);
    }
}
