using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x above 0, else w x;  dx = g above 0, else g w;  dw = g x below 0, else 0.</summary>
    internal sealed class PreluOp() : BinaryOp("Prelu", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly PreluOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = x[i] > T.Zero ? x[i] : w[i] * x[i];
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input == 0
            ? Tensor.Where(saved.X(0) > 0, g, g * saved.X(1))
            : g * saved.X(0).Clamp(max: 0);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The rectifier with a learned slope below 0: x above 0, weight · x at 0 and below.</summary>
        /// <param name="weight">One slope, or one for each channel: each index of axis 1.</param>
        /// <exception cref="ShapeMismatchException">The weight is neither one number nor one for each channel.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor Prelu(Tensor weight)
        {
            ArgumentNullException.ThrowIfNull(weight);
            if (weight.Size == 1 && weight.Rank <= 1) return PreluOp.Instance.Apply(this, weight.Reshape([]));
            if (weight.Rank != 1 || Rank < 2 || weight.Size != Shape[1])
                throw new ShapeMismatchException("Prelu", Shape, weight.Shape, "the weight must hold one slope, or one for each index of axis 1");
            var extents = new int[Rank - 1];        // the channels, then what broadcasts
            Array.Fill(extents, 1);
            extents[0] = weight.Size;
            return PreluOp.Instance.Apply(this, weight.Reshape(Shape.Owning(extents)));
        }
    }
}
