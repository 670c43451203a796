using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x;  dx = min(max(g, −c), c).</summary>
    internal sealed class ClipGradientOp(double limit) : NaryOp("ClipGradient", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Detach();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g.Clamp(-limit, limit);
    }

    /// <summary>y = x;  dx = g min(1, c/‖g‖).</summary>
    internal sealed class ClipGradientNormOp(double limit) : NaryOp("ClipGradientNorm", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Detach();

        // the norm of what is divided by its largest element neither overflows nor vanishes
        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            if (g.Size == 0) return g;
            var largest = g.Detach().Abs().Max();
            if (!(largest.To(DType.Float64).Item<double>() > 0)) return g;
            var norm = (g / largest).Square().Sum().Sqrt() * largest;
            return norm.Detach().To(DType.Float64).Item<double>() <= limit ? g : g * (limit / norm);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The same elements; each element of the gradient that passes through is kept within ±<paramref name="limit"/>.</summary>
        /// <param name="limit">The largest size of an element; positive.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
        /// <exception cref="ArgumentException">The tensor is not Float32 or Float64.</exception>
        public Tensor ClipGradient(double limit)
        {
            if (!DType.IsFloating) throw Guard.NeedsFloat("ClipGradient", DType);
            if (!(limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "ClipGradient: a limit is positive.");
            return new ClipGradientOp(limit).Apply(this);
        }

        /// <summary>The same elements; a gradient whose Euclidean norm exceeds <paramref name="limit"/> is scaled down to that norm.</summary>
        /// <param name="limit">The largest norm; positive.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
        /// <exception cref="ArgumentException">The tensor is not Float32 or Float64.</exception>
        public Tensor ClipGradientNorm(double limit)
        {
            if (!DType.IsFloating) throw Guard.NeedsFloat("ClipGradientNorm", DType);
            if (!(limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "ClipGradientNorm: a limit is positive.");
            return new ClipGradientNormOp(limit).Apply(this);
        }
    }
}
