using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>D[i, j] = ‖xᵢ − yⱼ‖ₚ;  for p = 2, dx = (Σⱼ w)·x − w·y with w = g/D, and 0 where D is 0; dy with wᵀ.</summary>
    /// <remarks>For other p the rule differentiates the differences themselves, which are D's size times the length of a vector.</remarks>
    internal sealed class CdistOp(double p) : NaryOp("Cdist", Saves.Inputs | Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var z = Tensor.Allocate(Shape.Concat(x[0].Shape.Extents[..^1], [x[1].Shape[^2]]), x[0].DType);
            Dispatch.Float(Name, z.DType, new Kernel(x[0], x[1], z, p));
            return z;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x.Whole(0), x.Whole(1));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(input), saved.X(1 - input));
            var d = saved.Y;
            if (input == 1) (g, d) = (g.Transpose(-2, -1), d.Transpose(-2, -1));
            if (p == 2)
            {
                var weights = g * ReciprocalOrZeroOp.Instance.Apply(d);
                return weights.Sum(-1, keepDims: true) * x - weights.MatMul(y);
            }
            var difference = x.Unsqueeze(-2) - y.Unsqueeze(-3);
            return (Slope(difference, d.Unsqueeze(-1)) * g.Unsqueeze(-1)).Sum(-2);
        }

        /// <summary>The derivative of the distance by each difference: sgn(δ)·(|δ|/D)^(p−1), 0 where D is 0.</summary>
        private Tensor Slope(Tensor difference, Tensor d)
        {
            var sign = difference.Detach().Sign();
            return p switch
            {
                0 => Tensor.ZerosLike(difference),
                1 => sign,
                double.PositiveInfinity => Tensor.Where(difference.Detach().Abs().EqualTo(d.Detach()), sign, 0),
                _ => sign * Tensor.Where(sign.EqualTo(0), 1, difference.Abs() * ReciprocalOrZeroOp.Instance.Apply(d)).Pow(p - 1),
            };
        }

        private readonly struct Kernel(Tensor x, Tensor y, Tensor z, double p) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                int length = x.Shape[^1], rowsX = x.Shape[^2], rowsY = y.Shape[^2];
                for (var b = 0; b < MatrixGuard.Count(x.Shape); b++)
                    MinkowskiDistance.Run<T>(
                        x.Span<T>().Slice(b * rowsX * length, rowsX * length), y.Span<T>().Slice(b * rowsY * length, rowsY * length), length, p, rowsX, rowsY,
                        z.Span<T>().Slice(b * rowsX * rowsY, rowsX * rowsY));
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The distance ‖xᵢ − yⱼ‖ₚ of each row of this tensor from each row of another.</summary>
        /// <remarks>The gradient of a distance 0 is 0, as in PyTorch. For p = 2 no array of all differences is made, forward or backward.</remarks>
        /// <param name="other">Rows [.., r, m] for this tensor's [.., n, m]; batch axes broadcast.</param>
        /// <param name="p">The norm: 2 for the Euclidean, 1 for the sum of magnitudes, infinity for the largest.</param>
        /// <returns>[.., n, r].</returns>
        /// <exception cref="ShapeMismatchException">The rows differ in length, or the batch axes do not broadcast.</exception>
        /// <exception cref="ArgumentOutOfRangeException">p is negative or NaN.</exception>
        /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the element types differ or are not floating.</exception>
        public Tensor Cdist(Tensor other, double p = 2)
        {
            MatrixGuard.Matrices("Cdist", this, "this");
            MatrixGuard.Matrices("Cdist", other);
            Guard.SameDType("Cdist", this, other);
            if (!(p >= 0)) throw new ArgumentOutOfRangeException(nameof(p), p, $"Cdist: p must be at least 0.{NameScope.Suffix}");
            if (Shape[^1] != other.Shape[^1]) throw new ShapeMismatchException("Cdist", Shape, other.Shape, "the rows must have one length");
            var batch = Shape.Broadcast("Cdist", new Shape(Shape.Extents[..^2]), new Shape(other.Shape.Extents[..^2]));
            return new CdistOp(p).Apply(Expand(Shape.Concat(batch.Extents, Shape.Extents[^2..])), other.Expand(Shape.Concat(batch.Extents, other.Shape.Extents[^2..])));
        }
    }
}
