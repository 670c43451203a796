using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = m x with m = 0 with probability p, else 1 / (1 − p);  dx = m g.</summary>
    /// <remarks>Nothing is kept but where its random numbers begin: the gradient makes the same ones again.</remarks>
    /// <param name="start">Where the random numbers begin.</param>
    /// <param name="p">The probability of a zero, in (0, 1).</param>
    internal sealed class DropoutOp(GeneratorState start, double p) : NaryOp("Dropout", Saves.None), IRecyclable, ILinear
    {
        internal override bool IsPointwise => true;

        // every sample has the same mask: the numbers were drawn before
        internal override Tensor? Batched(BatchedInputs x) => x[0] * Apply(Tensor.Ones(new Shape(x[0].Shape.Extents[1..].ToArray()), x[0].DType));

        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => Masked(x[0], Tensor.Allocate(x[0].Shape, x[0].DType));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            if (GradMode.Enabled || g.IsIndirect) return Apply(g);
            return Masked(g, ReferenceEquals(ScratchPool.Current?.Overwritable, g) ? g : Tensor.Allocate(g.Shape, g.DType));
        }

        private Tensor Masked(Tensor x, Tensor y)
        {
            Dispatch.Float(Name, x.DType, new Kernel(start, p, x, y));
            return y;
        }

        private readonly struct Kernel(GeneratorState start, double p, Tensor x, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
                BernoulliFactors.Run(new Philox(start.Seed), start.Position, 1 - p, T.CreateTruncating(1 / (1 - p)), x.Span<T>(), y.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>While training, sets each element to zero with probability p and divides the others by 1 − p; the tensor itself otherwise.</summary>
        /// <remarks>The division keeps the expected value. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.</remarks>
        /// <param name="p">The probability of a zero, in [0, 1].</param>
        /// <param name="training">Whether to do anything.</param>
        /// <param name="generator">Where the mask is drawn from; null for <see cref="Generator.Default"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1] or NaN.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Dropout(double p = 0.5, bool training = true, Generator? generator = null)
        {
            if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, $"Dropout: a probability is in [0, 1].{NameScope.Suffix}");
            if (!DType.IsFloating) throw Guard.NeedsFloat("Dropout", DType);
            if (!training || p == 0) return this;
            if (p == 1) return this * 0;
            return new DropoutOp((generator ?? Generator.Default).Reserve(Sampling.Blocks(Size, words: 2)), p).Apply(this);
        }
    }
}
