using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x / y;  dx = g / y,  dy = −g (x / y) / y.</summary>
    internal sealed class DivideOp() : BinaryOp("Divide", Saves.Inputs), IPointwise, IRecyclable, IElementGradients
    {
        public static readonly DivideOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Divide(x, y, z);

        // y² is never formed: it would overflow where the derivative does not
        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(0), saved.X(1));
            if (FusedGradient.Applies(g, x, y)) return FusedGradient.Run(this, input, g, x, y);
            return input == 0 ? g / y : g * (x / y / -y);
        }

        bool IElementGradients.Passes(int input) => false;

        void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d)
        {
            if (input == 0) TensorPrimitives.Divide(g, y, d);
            else Elementwise.Run(default(Slope), g, x, y, d);
        }

        private readonly struct Slope : ITernaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x, V y) where V : struct, ILanes<V> => g * (x / y / -y);
        }
    }

    /// <summary>y = x / c;  dx = g / c.</summary>
    internal sealed class DivideScalarOp(double scalar) : UnaryOp("Divide", Saves.None), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Divide(x, T.CreateTruncating(scalar), y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / scalar;

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) => TensorPrimitives.Divide(g, T.CreateTruncating(scalar), dx);
    }

    /// <summary>y = c / x;  dx = −g (c / x) / x.</summary>
    internal sealed class DivideIntoOp(double scalar) : UnaryOp("Divide", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Divide(T.CreateTruncating(scalar), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (scalar / saved.X() / -saved.X());

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(new Slope(scalar), g, x, dx);

        private readonly struct Slope(double scalar) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g * (V.Constant(scalar) / x / -x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The quotient x / y, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64: convert integers first.</exception>
        public static Tensor operator /(Tensor x, Tensor y) => DivideOp.Instance.Apply(x, y);

        /// <summary>The quotient x / c with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64: convert integers first.</exception>
        public static Tensor operator /(Tensor x, double c) => new DivideScalarOp(c).Apply(x);

        /// <summary>The quotient c / x with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64: convert integers first.</exception>
        public static Tensor operator /(double c, Tensor x) => new DivideIntoOp(c).Apply(x);
    }
}
