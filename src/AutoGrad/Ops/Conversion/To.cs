using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x in another element type;  dx = g in the type of x.</summary>
    internal sealed class ToOp(DType from, DType to) : NaryOp("To", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, to);
            if (from == DType.Bool) Dispatch.Number(Name, to, new FromBool(x[0], y));
            else Dispatch.Number(Name, from, new FromNumber(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g.To(from);

        private readonly struct FromBool(Tensor x, Tensor y) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => TensorPrimitives.ConvertTruncating<byte, T>(x.Bits<byte>(), y.Span<T>());
        }

        private readonly struct FromNumber(Tensor x, Tensor y) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                if (y.DType == DType.Bool) ToBool(x.Span<T>(), y.Span<bool>());
                else Dispatch.Number("To", y.DType, new Typed<T>(x, y));
            }

            private static void ToBool<T>(ReadOnlySpan<T> x, Span<bool> y) where T : unmanaged, INumber<T>
            {
                for (var i = 0; i < y.Length; i++) y[i] = x[i] != T.Zero;
            }
        }

        private readonly struct Typed<TFrom>(Tensor x, Tensor y) : INumberKernel where TFrom : unmanaged, INumber<TFrom>, IMinMaxValue<TFrom>
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => TensorPrimitives.ConvertSaturating<TFrom, T>(x.Span<TFrom>(), y.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The elements in another type; this tensor itself if it has that type already.</summary>
        /// <remarks>
        /// Between floating types the gradient is converted back; other conversions end it. To an integer type, numbers are cut
        /// off towards zero, numbers outside its range become its nearest end, and NaN becomes 0. To Bool, 0 is false and
        /// everything else, NaN too, is true. From Bool, false is 0 and true is 1.
        /// </remarks>
        /// <param name="dtype">The element type to have.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="dtype"/> is no element type.</exception>
        public Tensor To(DType dtype)
        {
            if (dtype == DType) return this;
            if (dtype > DType.Bool) throw new ArgumentOutOfRangeException(nameof(dtype), dtype, $"To: {(int)dtype} is no element type.{NameScope.Suffix}");
            return new ToOp(DType, dtype).Apply(this);
        }
    }
}
